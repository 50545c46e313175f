import OperationCatalogue
import Testing

@testable import spworker

@Suite("Requests to the bench's mock")
struct MockRequestTests {
    private static func read(_ text: String) -> MockRequest? {
        Array(text.utf8).withUnsafeBytes { MockRequest($0) }
    }

    @Test("each subject is known by its method and path, whatever comes after the request")
    func subjects() {
        for (line, subject) in [
            ("POST /auth/o2/token HTTP/1.1", MockRequest.Subject.token), ("GET /bench/counts HTTP/1.1", .counts),
            ("POST /bench/reset HTTP/1.1", .reset), ("GET /orders/2026-01-01/orders/1 HTTP/1.1", .call),
            ("GET /auth/o2/token HTTP/1.1", .call),
        ] {
            let text = "\(line)\r\nHost: 127.0.0.1\r\n\r\n"
            let request = Self.read(text + "GET / HTTP/1.1\r\n")
            #expect(request?.subject == subject, "\(line)")
            #expect(request?.length == text.utf8.count, "\(line)")
        }
    }

    @Test(
        "a request is complete with the last byte of its body, and not before",
        arguments: ["Content-Length: ", "content-length:"])
    func complete(name: String) {
        let bytes = Array("POST /auth/o2/token HTTP/1.1\r\nHost: 127.0.0.1\r\n\(name)5\r\n\r\nabcde".utf8)
        for count in 0..<bytes.count {
            #expect(Array(bytes.prefix(count)).withUnsafeBytes { MockRequest($0) } == nil, "\(count) bytes")
        }
        #expect(bytes.withUnsafeBytes { MockRequest($0) }?.length == bytes.count)
    }

    @Test("what the mock counts is read as it tells it")
    func counts() {
        var counts = MockCounts()
        #expect(MockCounts(counts.json) == counts)
        counts.tokens = 3
        counts.calls = 4
        counts.firstCallAt = 1_767_225_600_000_000
        #expect(MockCounts(counts.json) == counts)
        #expect(MockCounts(.object([:])) == nil)
    }

    @Test("an answer says how long it is")
    func answers() throws {
        for bytes in [MockAnswers.order, MockAnswers.token(7)] {
            let parts = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n\r\n", maxSplits: 1)
            #expect(parts.count == 2)
            #expect(parts[0].contains("Content-Length: \(parts[1].utf8.count)"))
            _ = try JSONValue(parsing: parts[1].utf8)
        }
    }
}
