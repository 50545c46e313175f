import JobModel
import JobStore
import JobStoreTesting
import Testing

@testable import Dashboard

@Suite("The list of jobs")
struct JobsPageTests {
    @Test("shows the newest first, each with its state, and what came from outside as text")
    func list() async throws {
        let installation = TestInstallation(holder: "process 1")
        try await installation.put(of: "<b>acme</b>")
        _ = try await installation.run(.fail(.planted))
        try await installation.put(of: "bolt")
        try await withSite(installation) { browser, _ in
            let body = try await browser.get("/jobs").body
            let order = body.ranges(of: "class=\"id\" href=\"/jobs/").map {
                body[$0.upperBound...].prefix { $0 != "\"" }
            }
            #expect(order == ["2", "1"])
            #expect(body.contains("<span class=\"state bad\">failed</span>"))
            #expect(body.contains("<span class=\"state none\">ready</span>"))
            #expect(body.contains("&lt;b&gt;acme&lt;/b&gt;/EU") && !body.contains("<b>acme"))
            #expect(body.contains("&lt;i&gt;It went wrong") && !body.contains("<i>It went"))
            #expect(body.contains("catalogItems.getCatalogItem<wbr>"))
            #expect(body.contains("failed <span class=\"chip-count\">1</span>"))
        }
    }

    @Test("is read page by page, without a job twice or none")
    func pages() async throws {
        let installation = TestInstallation()
        try await installation.put(120)
        try await withSite(installation) { browser, _ in
            var (address, seen, pages): (String?, [Substring], Int) = ("/jobs?seller=acme", [], 0)
            while let next = address, pages < 9 {
                let body = try await browser.get(next).body
                seen += body.ranges(of: "name=\"id\" value=\"").map { body[$0.upperBound...].prefix { $0 != "\"" } }
                pages += 1
                address = body.firstRange(of: "\" rel=\"next\"").map { end in
                    String(body[..<end.lowerBound].split(separator: "\"").last ?? "").replacing("&amp;", with: "&")
                }
                #expect((pages > 1) == body.contains(">Newest</a>"))
            }
            #expect(pages == 3)
            #expect(seen.compactMap { Int($0) } == (1...120).reversed())
        }
    }

    @Test("is narrowed by state, by what jobs wait for, seller, kind, operation, age and doubt")
    func filters() async throws {
        let installation = TestInstallation()
        try await installation.put(of: "acme")
        _ = try await installation.run(.fail(.planted))
        try await installation.put(of: "bolt", operation: "GET_X", kind: "report")
        installation.clock.advance(by: .seconds(7200))
        try await installation.put(of: "cape", operation: TestInstallation.restricted)
        try await installation.store.pause(
            AuthorizationKey(application: "main", seller: "cape", region: "EU"), reason: "r", actor: "a")
        try await withSite(installation) { browser, _ in
            func jobs(_ query: String) async throws -> [String] {
                let page = try await browser.get("/jobs?\(query)")
                return page.body.ranges(of: "name=\"id\" value=\"").map {
                    String(page.body[$0.upperBound...].prefix { $0 != "\"" })
                }
            }
            #expect(try await jobs("state=failed") == ["1"])
            #expect(try await jobs("state=waiting") == ["3", "2"])
            #expect(try await jobs("label=paused") == ["3"])
            #expect(try await jobs("state=ready") == ["2"])
            #expect(try await jobs("seller=bolt") == ["2"])
            #expect(try await jobs("kind=report") == ["2"])
            #expect(try await jobs("operation=getOrderAddress") == ["3"])
            #expect(try await jobs("age=1h") == ["3"])
            #expect(try await jobs("age=-1h") == ["2", "1"])
            #expect(try await jobs("doubt=1") == [])
            #expect(try await jobs("state=nonsense&age=x") == ["3", "2", "1"])
            let body = try await browser.get("/jobs?seller=%3Cbolt%3E&age=1h&state=failed").body
            #expect(body.contains("seller &lt;bolt&gt;") && body.contains("put in within 1 h"))
            #expect(body.contains("href=\"/jobs?state=failed&amp;age=1h\""))
            #expect(body.contains("No job fits."))
        }
    }

    @Test("leads to a job by its number, and finds jobs by their unique key")
    func search() async throws {
        let installation = TestInstallation()
        try await installation.put(uniqueKey: "daily & co")
        try await installation.put()
        try await withSite(installation) { browser, _ in
            let number = try await browser.get("/jobs?q=2")
            #expect(number.status == 303 && number.field("Location") == "/jobs/2")
            let key = try await browser.get("/jobs?q=daily+%26+co").body
            #expect(key.contains("href=\"/jobs/1\"") && !key.contains("href=\"/jobs/2\""))
            #expect(try await browser.get("/jobs?q=77").body.contains("No job fits."))
        }
    }

    @Test("says how to put in the first job")
    func empty() async throws {
        try await withSite { browser, _ in
            let body = try await browser.get("/jobs").body
            #expect(body.contains("No jobs yet.") && body.contains("spworker enqueue request"))
            #expect(try await browser.get("/jobs?state=failed").body.contains("No job is failed."))
        }
    }

    @Test("offers nothing to readers, and lets them do nothing")
    func readers() async throws {
        let installation = TestInstallation()
        try await installation.put()
        try await withSite(installation, token: Tokens.operators, readToken: Tokens.readers) { browser, installation in
            _ = try await browser.post("/login", "token=\(Tokens.readers)")
            let page = try await browser.get("/jobs?state=waiting")
            #expect(!page.body.contains("Cancel picked") && !page.body.contains("name=\"id\""))
            #expect(try await browser.post("/jobs/cancel", "_csrf=\(page.csrf)&id=1").status == 403)
            #expect(try await browser.get("/jobs/all?state=waiting").status == 403)
            #expect(try await installation.state(JobID(1)) == .waiting)
        }
    }
}
