import Testing

@testable import Dashboard

@Suite("Assets")
struct AssetTests {
    @Test("are kept for good under the address that pages name, and asked for anew under any other")
    func cache() async throws {
        try await withSite(token: Tokens.operators) { browser, _ in
            let page = try await browser.get("/login").body
            let start = try #require(page.firstRange(of: "/assets/dashboard.css?v="))
            let address = String(page[start.lowerBound...].prefix { $0 != "\"" })
            let named = try await browser.get(address)
            #expect(named.status == 200 && named.field("Content-Type") == "text/css; charset=utf-8")
            #expect(named.field("Cache-Control")?.contains("immutable") ?? false)
            #expect(named.body.contains("--accent") && named.body.contains("max-width: 640px"))
            let tag = try #require(named.field("ETag"))
            let other = try await browser.get("/assets/dashboard.css", ["If-None-Match": "\"x\", \(tag)"])
            #expect(other.status == 304 && other.body.isEmpty && other.field("Cache-Control") == "no-cache")
        }
    }

    @Test("are the style sheet, the script and the icon")
    func others() async throws {
        try await withSite { browser, _ in
            let script = try await browser.get("/assets/dashboard.js")
            #expect(script.field("Content-Type")?.hasPrefix("text/javascript") ?? false)
            let icon = try await browser.get("/assets/icon.svg")
            #expect(icon.field("Content-Type") == "image/svg+xml")
            for path in ["/assets/other", "/assets/..%2F..%2Fetc%2Fpasswd"] {
                let seen = try await browser.get(path)
                #expect(seen.status == 404)
            }
        }
    }
}
