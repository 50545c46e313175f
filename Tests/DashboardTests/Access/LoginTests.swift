import JobStoreTesting
import Testing

@testable import Dashboard

@Suite("Logging in")
struct LoginTests {
    @Test("is asked of whoever comes without a session, and leads on to where they wanted to go")
    func leadsOn() async throws {
        try await withSite(token: Tokens.operators) { browser, _ in
            let first = try await browser.get("/jobs?state=failed")
            #expect(first.status == 303 && first.field("Location") == "/login?to=%2Fjobs%3Fstate%3Dfailed")
            #expect(!browser.hasCookie)
            let form = try await browser.get("/login?to=%2Fjobs%3Fstate%3Dfailed")
            #expect(form.status == 200 && form.body.contains("value=\"/jobs?state=failed\""))
            let end = try await browser.post(
                "/login", "token=\(Tokens.operators)&name=Lena&to=%2Fjobs%3Fstate%3Dfailed")
            #expect(end.status == 303 && end.field("Location") == "/jobs?state=failed")
            let cookie = try #require(end.field("Set-Cookie"))
            #expect(
                cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Strict") && cookie.contains("; Path=/"))
            #expect(!cookie.contains("Secure") && !cookie.contains(Tokens.operators))
            let page = try await browser.get("/")
            #expect(page.status == 200 && page.body.contains("Lena") && page.body.contains("Log out"))
        }
    }

    @Test(
        "leads to no other site",
        arguments: ["//evil.example", "https://evil.example", "/\\evil", "/a\nb", "x", "/login"])
    func staysHere(target: String) {
        #expect(LoginPage.target(target) == "/")
    }

    @Test("fails with a wrong token, and tells nothing of the right one")
    func wrong() async throws {
        try await withSite(token: Tokens.operators) { browser, _ in
            let seen = try await browser.post("/login", "token=wrong")
            #expect(seen.status == 403 && seen.body.contains("That is not the token."))
            #expect(seen.field("Set-Cookie") == nil && !seen.body.contains("wrong\""))
            #expect(try await browser.get("/").status == 303)
        }
    }

    @Test("is put off after five tries, also with the right token")
    func limited() async throws {
        try await withSite(token: Tokens.operators) { browser, installation in
            for _ in 0..<LoginLimit.tries {
                #expect(try await browser.post("/login", "token=wrong").status == 403)
            }
            let seen = try await browser.post("/login", "token=\(Tokens.operators)")
            #expect(seen.status == 429 && seen.field("Retry-After") != nil && !browser.hasCookie)
            installation.clock.advance(by: .seconds(31))
            #expect(try await browser.post("/login", "token=\(Tokens.operators)").status == 303)
        }
    }

    @Test("lasts twelve hours, and ends with leaving")
    func lasts() async throws {
        try await withSite(token: Tokens.operators) { browser, installation in
            _ = try await browser.post("/login", "token=\(Tokens.operators)")
            installation.clock.advance(by: SessionBook.lifetime - .seconds(1))
            let page = try await browser.get("/")
            #expect(page.status == 200)
            #expect(try await browser.post("/logout", "").status == 403)
            #expect(try await browser.post("/logout", "_csrf=\(page.csrf)").status == 303)
            #expect(!browser.hasCookie)
            #expect(try await browser.get("/").status == 303)
            _ = try await browser.post("/login", "token=\(Tokens.operators)")
            installation.clock.advance(by: SessionBook.lifetime)
            #expect(try await browser.get("/").status == 303)
        }
    }

    @Test("is not asked for on this machine without a token, and everybody has a session of their own")
    func open() async throws {
        try await withSite { browser, _ in
            let first = try await browser.get("/")
            #expect(first.status == 200 && browser.hasCookie && first.body.contains("operator"))
            #expect(!first.body.contains("Log out"))
            #expect(try await browser.get("/").field("Set-Cookie") == nil)
            #expect(try await browser.get("/login").status == 303)
        }
    }

    @Test("in a session that nobody asked for lasts when a link of another site leads here")
    func links() async throws {
        try await withSite { browser, _ in
            let first = try await browser.get(
                "/", ["Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "cross-site"])
            #expect(first.field("Set-Cookie")?.contains("; SameSite=Lax") ?? false)
            let again = try await browser.get(
                "/", ["Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "cross-site"])
            #expect(again.field("Set-Cookie") == nil && again.csrf == first.csrf)
        }
        try await withSite { browser, _ in
            for place in ["iframe", "empty", "image"] {
                let seen = try await browser.get("/", ["Sec-Fetch-Dest": place, "Sec-Fetch-Site": "cross-site"])
                #expect(seen.field("Set-Cookie") == nil, "\(place)")
            }
        }
    }

    @Test("gives a cookie for https alone to whoever comes by https")
    func secure() async throws {
        try await withSite(token: Tokens.operators) { browser, _ in
            let seen = try await browser.post(
                "/login", "token=\(Tokens.operators)", ["Origin": "https://localhost", "Host": "localhost"])
            #expect(seen.field("Set-Cookie")?.contains("; Secure") ?? false)
        }
    }
}
