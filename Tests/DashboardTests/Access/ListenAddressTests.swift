import Testing

@testable import Dashboard

@Suite("The address to listen on")
struct ListenAddressTests {
    @Test(
        "is a host and a port",
        arguments: [
            ("127.0.0.1:8088", "127.0.0.1", 8088, true), ("[::1]:0", "::1", 0, true),
            ("localhost:80", "localhost", 80, true), ("127.9.9.9:1", "127.9.9.9", 1, true),
            ("0.0.0.0:8088", "0.0.0.0", 8088, false), ("[::]:8088", "::", 8088, false),
            ("ops.example:443", "ops.example", 443, false),
            ("127.0.0.1.evil.example:1", "127.0.0.1.evil.example", 1, false),
            ("127.evil:1", "127.evil", 1, false),
        ])
    func read(text: String, host: String, port: Int, isLoopback: Bool) throws {
        let address = try #require(ListenAddress(text))
        #expect(address.host == host && address.port == port && address.isLoopback == isLoopback)
        #expect(address.description == text)
    }

    @Test(
        "is nothing else",
        arguments: [
            "", "8088", ":8088", "localhost", "localhost:", "localhost:x", "localhost:65536", "::1:8088", "[::1]",
            "[]:1", "http://localhost:1", "a b:1", "host:１", "[x]:1",
        ])
    func refused(text: String) { #expect(ListenAddress(text) == nil) }
}
