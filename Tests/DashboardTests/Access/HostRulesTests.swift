import Testing

@testable import Dashboard

@Suite("Names of the site")
struct HostRulesTests {
    private let open = HostRules(listen: .standard, needsLogin: false)

    @Test("are those of this machine while everybody is let in")
    func own() {
        for name in ["localhost", "localhost:8088", "LOCALHOST:1", "127.0.0.1:8088", "[::1]:8088", "[::1]"] {
            #expect(open.admits(authority: name), "\(name)")
        }
        for name in [
            "evil.example", "localhost.evil.example:8088", "127.0.0.1.evil.example", "", "localhost:x", "a@localhost",
            "[::1", "10.0.0.1",
        ] {
            #expect(!open.admits(authority: name), "\(name)")
        }
        #expect(!open.admits(authority: nil))
    }

    @Test("are any, when visitors must log in")
    func named() {
        let closed = HostRules(listen: .standard, needsLogin: true)
        #expect(closed.admits(authority: "ops.example:443") && closed.admits(authority: "localhost"))
        #expect(!closed.admits(authority: nil) && !closed.admits(authority: "a b"))
    }

    @Test("tell a request of our own page from another site's")
    func origins() {
        func isOwn(_ site: String?, _ origin: String?) -> Bool {
            HostRules.isOwn(site: site, origin: origin, authority: "localhost:8088")
        }
        #expect(isOwn("same-origin", nil) && isOwn("none", nil) && isOwn(nil, nil))
        #expect(isOwn(nil, "http://localhost:8088") && isOwn(nil, "https://LOCALHOST:8088"))
        #expect(!isOwn("same-origin", "http://evil.example") && isOwn("same-origin", "http://localhost:8088"))
        #expect(!isOwn("cross-site", "http://localhost:8088") && !isOwn("same-site", nil))
        #expect(!isOwn(nil, "http://evil.example") && !isOwn(nil, "null") && !isOwn(nil, "http://localhost:9"))
    }
}
