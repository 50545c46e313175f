import Testing

@testable import spworker

@Suite("The bench's stand-in for Amazon")
struct HoldingServerTests {
    /// A request, and whether it has come to its end.
    static let requests: [(text: String, isComplete: Bool)] = [
        ("GET /orders HTTP/1.1\r\nhost: x\r\n\r\n", true),
        ("GET /orders HTTP/1.1\r\nhost: x\r\n", false),
        ("POST /auth/o2/token HTTP/1.1\r\nContent-Length: 3\r\n\r\nab", false),
        ("POST /auth/o2/token HTTP/1.1\r\ncontent-length:3\r\n\r\nabc", true),
        ("", false),
    ]

    @Test("a request is answered when its head and its body are there", arguments: requests)
    func completeness(_ request: (text: String, isComplete: Bool)) {
        let head = HoldingServer.completeHead(of: Array(request.text.utf8))
        #expect((head != nil) == request.isComplete)
        if let head { #expect(request.text.hasPrefix(head)) }
    }
}
