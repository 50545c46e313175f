import JobModel
import JobStore
import Overview
import Testing

@testable import Dashboard

@Suite("A seller's page")
struct SellerPageTests {
    private static let address = "/sellers/acme?region=EU&application=main"

    @Test("tells the story: state, reason, cure, jobs, lanes, events, and references in place of secrets")
    func story() async throws {
        var installation = TestInstallation()
        installation.configured = [.test("acme", tags: ["de"], authorizedAt: installation.now - .seconds(340 * 86_400))]
        try await installation.put(2, of: .test("acme"))
        try await installation.revoke("acme", because: "the grant is <gone>")
        try await withSite(installation) { browser, _ in
            let body = try await browser.get(Self.address).body
            #expect(body.contains("revoked") && body.contains("the grant is &lt;gone&gt;"))
            #expect(
                body.contains("What to do:") && body.contains("Let the seller authorize the application main again"))
            #expect(body.contains("jobs parked since") && body.contains("<span class=\"figure-value bad\">3</span>"))
            #expect(body.contains("orders.v0.getOrders") && body.contains("1/s, burst 1"))
            #expect(body.contains("/applications/main") && body.contains("env:TOKEN_acme") && body.contains("due by "))
            #expect(body.contains("Tried next") && body.contains("none is held"))
        }
    }

    @Test("is there for one that has no job yet, and for one that only the queue knows")
    func corners() async throws {
        var installation = TestInstallation()
        installation.configured = [.test("new")]
        try await installation.put(1, of: .test("left"))
        try await withSite(installation) { browser, _ in
            let new = try await browser.get("/sellers/new").body
            #expect(new.contains("No lane yet.") && new.contains("Nothing has happened to this seller yet."))
            let left = try await browser.get("/sellers/left?region=EU&application=main").body
            #expect(left.contains("nowhere any more") && left.contains("not configured"))
        }
    }

    @Test("lets choose where the name stands for several, and is not there for a name that nobody has")
    func choice() async throws {
        let installation = TestInstallation()
        try await installation.put(1, of: .test("acme"))
        try await installation.put(1, of: .test("acme", region: "NA"))
        try await installation.put(1, of: .test("acmetoo"))
        try await installation.put(1, of: .test("a/b c"))
        try await withSite(installation) { browser, _ in
            let choice = try await browser.get("/sellers/acme").body
            #expect(choice.contains("Which one?") && choice.contains("acme in EU") && choice.contains("acme in NA"))
            #expect(!choice.contains("acmetoo"))
            #expect(try await browser.get("/sellers/acme?region=NA").body.contains(">NA</span></h1>"))
            #expect(try await browser.get("/sellers/a%2Fb%20c").body.contains("a/b c"))
            #expect(try await browser.get("/sellers/acme?region=FE").status == 404)
            let missing = try await browser.get("/sellers/%3Cb%3E")
            #expect(missing.status == 404 && missing.body.contains("&lt;b&gt;"))
        }
    }

    @Test("has buttons for operators alone")
    func roles() async throws {
        let installation = TestInstallation()
        try await installation.put(1, of: .test("acme"))
        try await withSite(installation, token: Tokens.operators, readToken: Tokens.readers) { browser, installation in
            _ = try await browser.post("/login", "token=\(Tokens.readers)")
            let page = try await browser.get(Self.address)
            #expect(page.status == 200 && !page.body.contains("/sellers/acme/pause"))
            let seen = try await browser.post(
                "/sellers/acme/pause?region=EU&application=main", "_csrf=\(page.csrf)&reason=x")
            #expect(seen.status == 403)
            let rows = try await installation.store.authorizations()
            #expect(rows.allSatisfy { $0.pauseReason == nil })
        }
    }
}
