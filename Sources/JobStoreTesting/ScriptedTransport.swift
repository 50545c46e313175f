package import Ports
import Synchronization

/// A transport that answers from a function and remembers what it was asked.
package final class ScriptedTransport: HTTPTransport {
    /// Answers a request, or throws as a broken connection would.
    package typealias Answer = @Sendable (HTTPRequest) async throws -> HTTPResponse

    private let answer: Answer
    private let log = Mutex<[HTTPRequest]>([])

    /// Creates a transport that answers with `answer`.
    package init(_ answer: @escaping Answer) {
        self.answer = answer
    }

    /// Every request so far, in the order of sending.
    package var requests: [HTTPRequest] { log.withLock { $0 } }

    package func send(_ request: HTTPRequest, onSend: @Sendable () -> Void) async throws -> HTTPResponse {
        log.withLock { $0.append(request) }
        onSend()
        return try await answer(request)
    }
}

extension HTTPResponse {
    /// An answer with a JSON text as its body.
    package static func json(_ status: Int, _ text: String, headers: [HTTPHeader] = []) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: [HTTPHeader("Content-Type", "application/json")] + headers,
            body: HTTPBody(Array(text.utf8)))
    }
}
