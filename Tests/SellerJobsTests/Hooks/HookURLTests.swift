import Secrets
import Testing

@testable import SellerJobs

@Suite("Where notices may go")
struct HookURLTests {
    @Test(
        "to https anywhere, and to http on this machine",
        arguments: [
            ("https://ops.example/hook?key=1&b=%20", "ops.example"), ("HTTPS://Ops.Example:8443", "ops.example:8443"),
            ("http://localhost:9/x", "localhost:9"), ("http://127.0.0.1:80", "127.0.0.1:80"),
            ("http://[::1]:8080/x", "[::1]:8080"), ("https://[2001:db8::1]/", "[2001:db8::1]"),
            ("https://ops.example?x", "ops.example"),
        ])
    func accepted(text: String, host: String) throws {
        let url = try HookURL(text)
        #expect(url.text == text && url.host == host)
    }

    @Test(
        "and nowhere else",
        arguments: [
            ("ftp://host", "not an http"), ("host/path", "not an http"),
            ("https://u:planted@host/", "user or password"),
            ("https://planted@host", "user or password"), ("https://", "no valid host"),
            ("https:///x", "no valid host"),
            ("https://host:0", "no valid host"), ("https://host:99999/", "no valid host"),
            ("https://ho_st\u{E9}/", "blank"), ("https://host/a b", "blank"), ("https://host/#planted", "fragment"),
            ("https://host/\r\nX: y", "blank"), ("http://ops.example/", "plain http"),
            ("http://localhost.evil.example", "plain http"), ("http://127.0.0.1.evil.example", "plain http"),
            ("https://ho$st/", "no valid host"), ("https://[host/", "no valid host"),
        ])
    func refused(text: String, says: String) throws {
        let flaw = try #require(throws: HookURL.Flaw.self) { try HookURL(text) }
        #expect(flaw.message.contains(says), "\(flaw)")
        #expect(!"\(flaw)".contains("planted"))
    }

    @Test("Names of targets tell them apart and show neither path nor arguments")
    func names() throws {
        func post(_ text: String) throws -> String {
            HookTarget(.post(.url(try HookURL(text)), secret: nil)).name
        }
        let first = try post("https://ops.example/services/planted?key=planted")
        #expect(first.hasPrefix("post ops.example ") && !first.contains("planted"))
        #expect(try post("https://ops.example/services/planted?key=planted") == first)
        #expect(try post("https://ops.example/services/other") != first)
        #expect(HookTarget(.post(.reference(.environment("URL")), secret: nil)).name == "post env:URL")
        let program = HookTarget(.exec(["./notify.sh", "planted"])).name
        #expect(program.hasPrefix("exec ./notify.sh ") && !program.contains("planted"))
        #expect(HookTarget(.exec(["./notify.sh", "other"])).name != program)
    }
}
