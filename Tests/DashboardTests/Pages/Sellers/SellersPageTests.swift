import JobModel
import JobStore
import Overview
import Testing

@testable import Dashboard

@Suite("The list of sellers")
struct SellersPageTests {
    @Test("says how to add one while there is none")
    func empty() async throws {
        try await withSite { browser, _ in
            let body = try await browser.get("/sellers").body
            #expect(body.contains("No sellers yet.") && body.contains("spworker sellers check"))
        }
    }

    @Test("shows everybody once, page by page, whether configured, known to the store, or both")
    func pages() async throws {
        var installation = TestInstallation()
        let names = (0..<130).map { "s\(1000 + $0)" }
        installation.configured = names.enumerated().filter { $0.offset % 3 != 0 }.map { .test($0.element) }
        for (number, name) in names.enumerated() where number % 3 != 1 {
            try await installation.put(1, of: .test(name))
        }
        try await withSite(installation) { browser, _ in
            var seen: [[String]] = []
            var address: String? = "/sellers"
            while let next = address {
                let page = try await browser.get(next)
                seen.append(page.sellers)
                address = page.link(before: " rel=\"next\"")
            }
            #expect(seen.map(\.count) == [50, 50, 30])
            #expect(seen.flatMap { $0 } == names)
        }
    }

    @Test("is filtered by state, and finds parts of names")
    func filters() async throws {
        var installation = TestInstallation()
        let old = installation.now - .seconds(350 * 86_400)
        installation.configured = [.test("acme"), .test("bob", authorizedAt: old), .test("cleo"), .test("dora")]
        try await installation.revoke("acme", because: "gone")
        try await installation.put(2, of: .test("cleo"))
        try await installation.memory.pause(.test("cleo"), reason: "stock count", actor: "lena")
        try await installation.put(1, of: .test("left"))
        try await withSite(installation) { browser, _ in
            let expected: [(query: String, sellers: [String])] = [
                ("", ["acme", "bob", "cleo", "dora", "left"]), ("state=revoked", ["acme"]), ("state=suspect", []),
                ("state=paused", ["cleo"]), ("state=renewal", ["bob"]), ("state=active", ["bob", "dora", "left"]),
                ("q=E", ["acme", "bob", "cleo", "dora", "left"]), ("q=Le", ["cleo", "left"]), ("q=b%2Feu", ["bob"]),
                ("state=nonsense&application=main&q=o", ["bob", "cleo", "dora"]), ("application=other", []),
            ]
            for (query, sellers) in expected {
                let page = try await browser.get("/sellers?\(query)")
                #expect(page.sellers == sellers, "\(query)")
            }
        }
    }

    @Test("shows what is known of each")
    func columns() async throws {
        var installation = TestInstallation()
        installation.configured = [
            .test("acme", tags: ["de", "<i>"], authorizedAt: installation.now - .seconds(400 * 86_400))
        ]
        try await installation.put(2, of: .test("acme"))
        try await installation.revoke("acme", because: "gone <b>")
        try await withSite(installation) { browser, installation in
            let body = try await browser.get("/sellers").body
            #expect(body.contains("revoked") && body.contains("gone &lt;b&gt;") && body.contains("&lt;i&gt;"))
            #expect(body.contains("<span class=\"count bad\">3 parked</span>"))
            #expect(body.contains("/jobs?seller=acme&amp;state=waiting") && body.contains(">passed<"))
            #expect(!body.contains("chip-count") && !body.contains("<i>"))
            try await installation.memory.pause(.test("acme"), reason: "r", actor: "a")
            let paused = try await browser.get("/sellers").body
            #expect(paused.contains("<span class=\"count warning\">3 paused</span>"))
        }
    }

    @Test("keeps what is looked for as text, and says when nothing fits")
    func search() async throws {
        try await withSite { browser, _ in
            let body = try await browser.get("/sellers?q=%22%3E%3Cscript%3E").body
            #expect(body.contains("value=\"&quot;&gt;&lt;script&gt;\"") && body.contains("No seller fits."))
            #expect(try await browser.get("/sellers?after=%2F%2F%2F&state=active").status == 200)
        }
    }
}

extension Seen {
    /// The sellers of the list, in its order.
    fileprivate var sellers: [String] {
        body.split(separator: "data-label=\"Seller\"").dropFirst().compactMap { row in
            row.firstRange(of: "/sellers/").map { String(row[$0.upperBound...].prefix { $0 != "?" }) }
        }
    }
}
