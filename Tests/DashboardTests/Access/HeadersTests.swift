import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import Dashboard

@Suite("Every answer")
struct HeadersTests {
    @Test("tells browsers to keep to this site", arguments: ["/", "/nothing", "/assets/dashboard.css", "/login"])
    func headers(path: String) async throws {
        try await withSite { browser, _ in
            let seen = try await browser.get(path)
            #expect(seen.field("Content-Security-Policy") == SecurityHeaders.policy)
            #expect(seen.field("X-Frame-Options") == "DENY" && seen.field("X-Content-Type-Options") == "nosniff")
            #expect(seen.field("Referrer-Policy") == "same-origin")
            #expect(seen.field("Cache-Control") != nil)
        }
    }

    @Test("that refuses another site's name does so too, and shows nothing", .timeLimit(.minutes(1)))
    func otherName() async throws {
        let listen = ListenAddress(host: "127.0.0.1", port: 0)
        let access = try AccessRules(token: nil, readToken: nil, listen: listen)
        let dashboard = try Dashboard(TestInstallation(), listen: listen, access: access)
        try await dashboard.application.test(.live) { client in
            let port = try #require(client.port)
            try await TestClient.withClient(host: "127.0.0.1", port: port) { client in
                for (name, status) in [("evil.example", 421), ("localhost:\(port)", 200)] {
                    let seen = try await client.execute(.init("/", method: .get, authority: name))
                    #expect(seen.status.code == status)
                    #expect(seen.headers[.contentSecurityPolicy] == SecurityHeaders.policy)
                    let body = seen.body.map { String(buffer: $0) } ?? ""
                    #expect(body.contains("Sellers that need attention") == (status == 200))
                }
            }
        }
    }

    @Test("to a page is not kept by anybody, and nothing in it stands inline")
    func inline() async throws {
        try await withSite { browser, _ in
            for path in ["/", "/login", "/nothing"] {
                let seen = try await browser.get(path)
                #expect(seen.field("Cache-Control") == "no-store")
                #expect(!seen.body.contains(" style=") && !seen.body.contains(" onclick="))
                #expect(!seen.body.contains("<script>") && !seen.body.contains("<style"))
            }
        }
    }
}
