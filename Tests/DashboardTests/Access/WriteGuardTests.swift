import JobStoreTesting
import Testing

@testable import Dashboard

/// There is nothing at the address: whoever is let through is told so.
@Suite("What changes something")
struct WriteGuardTests {
    private static let address = "/nothing"

    @Test("needs the form token of the visitor's own session")
    func formToken() async throws {
        try await withSite { browser, _ in
            let page = try await browser.get("/login?x=1")
            #expect(page.status == 303)
            _ = try await browser.get("/")
            #expect(try await browser.post(Self.address, "").status == 403)
            #expect(try await browser.post(Self.address, "_csrf=\(String(repeating: "0", count: 64))").status == 403)
        }
        try await withSite(token: Tokens.operators) { browser, _ in
            _ = try await browser.post("/login", "token=\(Tokens.operators)")
            let csrf = try await browser.get("/").csrf
            #expect(csrf.count == 64)
            #expect(try await browser.post(Self.address, "_csrf=\(csrf)").status == 404)
            #expect(try await browser.post(Self.address, "", ["X-CSRF-Token": csrf]).status == 404)
        }
    }

    @Test("needs a session, even where everybody is let in")
    func session() async throws {
        try await withSite { browser, _ in
            let seen = try await browser.post(Self.address, "a=b")
            #expect(seen.status == 403 && seen.body.contains("reload the page"))
        }
    }

    @Test("is for operators")
    func readers() async throws {
        try await withSite(token: Tokens.operators, readToken: Tokens.readers) { browser, _ in
            _ = try await browser.post("/login", "token=\(Tokens.readers)")
            let page = try await browser.get("/")
            #expect(page.status == 200)
            let seen = try await browser.post(Self.address, "_csrf=\(page.csrf)")
            #expect(seen.status == 403 && seen.body.contains("Operators only"))
            #expect(try await browser.post("/logout", "_csrf=\(page.csrf)").status == 303)
        }
    }

    @Test("is refused when another site's page sends it")
    func otherSites() async throws {
        try await withSite(token: Tokens.operators) { browser, _ in
            _ = try await browser.post("/login", "token=\(Tokens.operators)")
            let csrf = try await browser.get("/").csrf
            for fields in [["Sec-Fetch-Site": "cross-site"], ["Origin": "http://evil.example"], ["Origin": "null"]] {
                #expect(try await browser.post(Self.address, "_csrf=\(csrf)", fields).status == 403, "\(fields)")
            }
            let own = ["Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"]
            #expect(try await browser.post(Self.address, "_csrf=\(csrf)", own).status == 404)
        }
    }

    @Test("is no larger than a form can be, and nothing but a form")
    func size() async throws {
        try await withSite(token: Tokens.operators) { browser, _ in
            let large = "a=" + String(repeating: "x", count: DashboardContext.largestForm)
            let seen = try await browser.post("/login", large)
            #expect(seen.status == 413 && seen.body.contains("Too large"))
            #expect(try await browser.post("/login", "{}", ["Content-Type": "application/json"]).status == 415)
        }
    }

    @Test("by a program needs a bearer token and no form")
    func programs() async throws {
        try await withSite(token: Tokens.operators, readToken: Tokens.readers) { browser, _ in
            let none = try await browser.post("/api/v1/nothing", "")
            #expect(none.status == 401 && none.field("Content-Type") == "application/problem+json")
            #expect(none.field("WWW-Authenticate") != nil)
            func status(_ token: String) async throws -> Int {
                try await browser.post("/api/v1/nothing", "", ["Authorization": "Bearer \(token)"]).status
            }
            #expect(try await status("wrong") == 401)
            #expect(try await status(Tokens.readers) == 403)
            #expect(try await status(Tokens.operators) == 404)
            #expect(try await browser.get("/", ["Authorization": "Bearer \(Tokens.operators)"]).status == 303)
        }
    }

    @Test("by a program that guesses tokens is put off after five")
    func guesses() async throws {
        try await withSite(token: Tokens.operators) { browser, installation in
            func ask(_ token: String) async throws -> Seen {
                try await browser.get("/api/v1/status", ["Authorization": "Bearer \(token)"])
            }
            for number in 0..<LoginLimit.tries { #expect(try await ask("guess-\(number)").status == 401) }
            let seen = try await ask("guess-5")
            #expect(seen.status == 429 && seen.field("Retry-After") == "31")
            #expect(seen.field("Content-Type") == "application/problem+json")
            #expect(try await ask(Tokens.operators).status == 429)
            installation.clock.advance(by: .seconds(31))
            #expect(try await ask(Tokens.operators).status == 200)
        }
    }
}
