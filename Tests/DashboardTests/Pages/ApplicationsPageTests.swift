import JobModel
import JobStore
import Overview
import Testing

@testable import Dashboard

@Suite("Pages of applications")
struct ApplicationsPageTests {
    private static func installation() -> TestInstallation {
        var installation = TestInstallation()
        installation.configured = [.test("acme"), .test("bob")]
        installation.registered = [
            ConfiguredApplication(
                name: "main", clientID: "env:CLIENT_ID", clientSecret: "env:CLIENT_SECRET", origin: "spworker.yaml")
        ]
        installation.ages = [
            "main": ClientSecretAge(
                createdAt: installation.now - .seconds(172 * 86_400), source: "the configuration")
        ]
        return installation
    }

    @Test("say how to begin while there is none")
    func empty() async throws {
        try await withSite { browser, _ in
            let body = try await browser.get("/applications").body
            #expect(body.contains("No applications yet.") && body.contains("spworker init"))
        }
    }

    @Test("show state, sellers and the age of the secret, and where secrets are in place of them")
    func contents() async throws {
        let installation = Self.installation()
        try await installation.memory.change(
            ApplicationChange(
                application: "main", state: .stopped, failure: JobFailure(kind: "x", message: "invalid <client>")))
        try await installation.put(1, of: .test("x", application: "<old>"))
        try await withSite(installation) { browser, _ in
            let list = try await browser.get("/applications").body
            #expect(
                list.contains("stopped") && list.contains("invalid &lt;client&gt;") && list.contains("172 days old"))
            #expect(list.contains("/applications/%3Cold%3E") && list.contains("ok, not configured"))
            let page = try await browser.get("/applications/main").body
            #expect(page.contains("invalid &lt;client&gt;") && page.contains("What to do:"))
            #expect(page.contains("env:CLIENT_SECRET") && page.contains("/sellers?application=main"))
            #expect(page.contains("172 of 180 days; 8 days left.") && page.contains("figure-value bad"))
            #expect(try await browser.get("/applications/%3Cold%3E").body.contains("nowhere any more"))
            #expect(try await browser.get("/applications/none").status == 404)
        }
    }

    @Test("let operators pause and resume, each time as an event")
    func steering() async throws {
        try await withSite(Self.installation()) { browser, installation in
            let csrf = try await browser.get("/applications/main").csrf
            let paused = try await browser.post("/applications/main/pause", "_csrf=\(csrf)&reason=moving")
            #expect(paused.status == 303 && paused.field("Location") == "/applications/main")
            #expect(try await installation.store.applications().first?.pauseReason == "moving")
            let page = try await browser.get("/applications/main").body
            #expect(page.contains("is paused") && page.contains("moving") && page.contains("/applications/main/resume"))
            #expect(try await browser.post("/applications/main/resume", "_csrf=\(csrf)").status == 303)
            #expect(try await installation.store.applications().first?.pauseReason == nil)
            let kinds = try await installation.store.latestEvents(limit: 5).map(\.kind)
            #expect(kinds == ["applicationResumed", "applicationPaused"])
            _ = try await browser.post("/applications/main/resume", "_csrf=\(csrf)")
            #expect(try await browser.get("/applications/main").body.contains("nothing changed"))
            #expect(try await browser.post("/applications/main/pause", "").status == 403)
        }
    }

    @Test("give readers no buttons")
    func readers() async throws {
        try await withSite(Self.installation(), token: Tokens.operators, readToken: Tokens.readers) { browser, _ in
            _ = try await browser.post("/login", "token=\(Tokens.readers)")
            let page = try await browser.get("/applications/main")
            #expect(page.status == 200 && !page.body.contains("/applications/main/pause"))
            #expect(try await browser.post("/applications/main/pause", "_csrf=\(page.csrf)").status == 403)
        }
    }
}
