import Ports
import Secrets
import SellingPartner
import Synchronization

/// A transport that is made when its first request is sent: whoever never needs it has no connections and no settings to get
/// wrong.
final class LazyTransport: HTTPTransport {
    private let make: @Sendable () async throws -> AsyncHTTPClientTransport
    private let making = Mutex<Task<Result<AsyncHTTPClientTransport, any Error>, Never>?>(nil)

    /// Creates a transport.
    ///
    /// - Parameter make: Called once, and again after a failure.
    init(_ make: @escaping @Sendable () async throws -> AsyncHTTPClientTransport) {
        self.make = make
    }

    deinit {
        // Its connections must be closed before it goes, which takes longer than this may.
        guard let task = making.withLock({ $0 }) else { return }
        Task { await (try? task.value.get())?.shutdown() }
    }

    func send(_ request: HTTPRequest, onSend: @Sendable () -> Void) async throws -> HTTPResponse {
        let make = make
        let task = making.withLock { making in
            let task =
                making
                ?? Task {
                    do {
                        return .success(try await make())
                    } catch {
                        return .failure(error)
                    }
                }
            making = task
            return task
        }
        switch await task.valueUnlessCancelled() {
        case .success(let transport):
            return try await transport.send(request, onSend: onSend)
        case .failure(let error):
            making.withLock { if $0 == task { $0 = nil } }
            throw HTTPTransportError(.connect, wasSent: false, message: "\(error)")
        case nil:
            throw CancellationError()
        }
    }
}
