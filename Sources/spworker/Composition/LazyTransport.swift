import Ports
import SellingPartner
import Synchronization

/// A transport that is made when its first request is sent: whoever never needs it has no connections and no settings to get
/// wrong.
final class LazyTransport: HTTPTransport {
    private let make: @Sendable () async throws -> AsyncHTTPClientTransport
    private let making = Mutex<Task<AsyncHTTPClientTransport, any Error>?>(nil)

    /// Creates a transport.
    ///
    /// - Parameter make: Called once, and again after a failure.
    init(_ make: @escaping @Sendable () async throws -> AsyncHTTPClientTransport) {
        self.make = make
    }

    deinit {
        // Its connections must be closed before it goes, which takes longer than this may.
        guard let task = making.withLock({ $0 }) else { return }
        Task { await (try? task.value)?.shutdown() }
    }

    func send(_ request: HTTPRequest, onSend: @Sendable () -> Void) async throws -> HTTPResponse {
        let make = make
        let task = making.withLock { making in
            let task = making ?? Task { try await make() }
            making = task
            return task
        }
        let transport: AsyncHTTPClientTransport
        do {
            transport = try await task.value
        } catch {
            making.withLock { if $0 == task { $0 = nil } }
            throw HTTPTransportError(.connect, wasSent: false, message: "\(error)")
        }
        return try await transport.send(request, onSend: onSend)
    }
}
