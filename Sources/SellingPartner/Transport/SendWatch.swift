import Logging
import Synchronization

/// Notices the instant at which a request is written, and tells it once.
///
/// AsyncHTTPClient has no callback for that instant. What it has: a body is asked for its bytes right after the head
/// was written (``WatchedBytes``), and for requests without a body, a log line about a connection to the request's own
/// logger, right before. Should a later version stay silent, the answer's head marks the request at the latest.
final class SendWatch: Sendable {
    private struct State {
        var wasSent = false
        var onSend: (@Sendable () -> Void)?
    }

    private let state: Mutex<State>

    init(_ onSend: @escaping @Sendable () -> Void) {
        state = Mutex(State(onSend: onSend))
    }

    /// Whether the request may have reached the other side.
    var wasSent: Bool { state.withLock { $0.wasSent } }

    /// A logger that forwards nothing and marks the request when it was given a connection.
    var logger: Logger {
        Logger(label: "http", factory: { _ in ConnectionLog(watch: self) })
    }

    func markSent() {
        // Called under the lock: whoever closes the watch afterwards knows that the callback has returned.
        state.withLock { state in
            state.wasSent = true
            state.onSend?()
            state.onSend = nil
        }
    }

    /// Lets go of the callback. It is not called any more.
    func close() {
        state.withLock { $0.onSend = nil }
    }
}

/// Listens to what AsyncHTTPClient logs about one request.
private struct ConnectionLog: LogHandler {
    let watch: SendWatch
    var metadata: Logger.Metadata = [:]
    // Its debug lines are few; the trace lines would cost a text for each chunk.
    var logLevel: Logger.Level = .debug

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        // Both the connection's id and its event loop are set on the request's logger when the request is about to be
        // written to that connection. While one is being made, the id alone may be set.
        if metadata["ahc-connection-id"] != nil, metadata["ahc-el"] != nil { watch.markSent() }
    }
}
