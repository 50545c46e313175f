import Ports
import Synchronization

/// What was sent to the API on behalf of the current task, in order. Token exchanges are left out.
final class Tape: Sendable {
    @TaskLocal static var current: Tape?

    private let sent = Mutex<[HTTPRequest]>([])

    var requests: [HTTPRequest] { sent.withLock { $0 } }

    func write(_ request: HTTPRequest) {
        sent.withLock { $0.append(request) }
    }
}

/// Sends over real connections, and writes down what it sends.
struct TapedTransport: HTTPTransport {
    private let transport: any HTTPTransport

    init(_ transport: any HTTPTransport) {
        self.transport = transport
    }

    func send(_ request: HTTPRequest, onSend: @Sendable () -> Void) async throws -> HTTPResponse {
        if !request.url.hasSuffix("/auth/o2/token") { Tape.current?.write(request) }
        return try await transport.send(request, onSend: onSend)
    }
}
