/// Why no complete answer was had.
///
/// The difference that matters to a caller is whether the other side can have acted on the request: see `wasSent`.
public struct HTTPTransportError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure.
    public enum Reason: String, Sendable {
        /// No connection could be made: name resolution, refusal, TLS. The request was never written.
        case connect
        /// The time limit passed.
        case timeout
        /// The connection broke after the request began to be written.
        case connectionLost
        /// The body is larger than the caller accepts.
        case bodyTooLarge
        /// The answer breaks the protocol.
        case malformed
    }

    /// The kind of failure.
    public let reason: Reason
    /// Whether the request may have reached the other side.
    public let wasSent: Bool
    /// A sentence for people. Never holds a header, a body or a query string.
    public let message: String

    /// Creates an error.
    public init(_ reason: Reason, wasSent: Bool, message: String) {
        self.reason = reason
        self.wasSent = wasSent
        self.message = message
    }

    /// The error of a body that passed `limit` bytes.
    public static func bodyTooLarge(limit: Int) -> HTTPTransportError {
        HTTPTransportError(.bodyTooLarge, wasSent: true, message: "the answer is larger than \(limit) bytes")
    }

    public var description: String { message }
}
