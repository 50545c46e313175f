import JobModel
import JobStore
import Testing

@testable import Dashboard

@Suite("The inbox's page")
struct InboxPageTests {
    private func installation() async throws -> TestInstallation {
        let installation = TestInstallation()
        let store = installation.memory
        await store.post(InboxRow(id: 1, seller: "acme", operation: "op", status: "accepted", jobID: JobID(9)))
        await store.post(InboxRow(id: 2, seller: "<b>", operation: "op", body: "secret"))
        await store.post(InboxRow(id: 3, seller: "acme", operation: "op"))
        try await store.settle([(id: 2, answer: .rejected("No <i>such</i>.")), (id: 3, answer: .rejected("Never."))])
        await store.post(InboxRow(id: 4, seller: "acme", operation: "a.b/<i>c@d"))
        return installation
    }

    @Test("tells what became of each row and why, and never what it holds")
    func list() async throws {
        try await withSite(try await installation()) { browser, _ in
            let body = try await browser.get("/inbox").body
            #expect(
                body.contains("No &lt;i&gt;such&lt;/i&gt;.") && !body.contains("<i>such") && !body.contains("secret"))
            #expect(body.contains("href=\"/jobs/9\"") && body.contains("a.<wbr>b/<wbr>&lt;i&gt;c@<wbr>d"))
            #expect(body.ranges(of: "name=\"id\"").count == 2)
            let rejected = try await browser.get("/inbox?status=rejected").body
            #expect(rejected.ranges(of: "<th scope=\"row\"").count == 2)
            #expect(try await browser.get("/jobs").body.contains("1 new"))
        }
    }

    @Test("lets operators make rejected rows new again, one or all")
    func retry() async throws {
        try await withSite(try await installation()) { browser, installation in
            let csrf = try await browser.get("/inbox").csrf
            let store = installation.store
            let seen = try await browser.post("/inbox/retry", "_csrf=\(csrf)&id=2&id=1&status=rejected")
            #expect(seen.field("Location") == "/inbox?status=rejected")
            #expect(try await store.inboxCount(status: "new") == 2)
            let told = try await browser.get("/inbox").body
            #expect(told.contains("1\u{A0}row is new again.") && told.contains("not rejected any more"))
            _ = try await browser.post("/inbox/retry", "_csrf=\(csrf)&all=1")
            #expect(try await store.inboxCount(status: "new") == 3)
            let events = try await store.latestEvents(limit: 9)
            #expect(events.map(\.kind) == ["inboxRetried", "inboxRetried"])
            #expect(events.allSatisfy { $0.actor.hasPrefix("dashboard:local@") })
            #expect(try await browser.post("/inbox/retry", "id=3").status == 403)
        }
    }

    @Test("lets readers look")
    func readers() async throws {
        try await withSite(try await installation(), token: Tokens.operators, readToken: Tokens.readers) {
            browser, installation in
            _ = try await browser.post("/login", "token=\(Tokens.readers)")
            let page = try await browser.get("/inbox")
            #expect(
                page.status == 200 && !page.body.contains("/inbox/retry")
                    && !page.body.contains("name=\"id\""))
            #expect(try await browser.post("/inbox/retry", "_csrf=\(page.csrf)&all=1").status == 403)
            #expect(try await installation.store.inboxCount(status: "new") == 1)
        }
    }

    @Test("says how programs put jobs in")
    func empty() async throws {
        try await withSite { browser, _ in
            let body = try await browser.get("/inbox").body
            #expect(body.contains("INSERT INTO inbox"))
        }
    }
}
