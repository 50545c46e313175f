/// Sends one HTTP request and returns its answer. It never retries, follows redirects or interprets a status.
public protocol HTTPTransport: Sendable {
    /// Sends `request`.
    ///
    /// - Parameters:
    ///   - request: What to send.
    ///   - onSend: Called once, right before the request is written to a connection. Usage plans are charged here.
    /// - Returns: The answer's head, with a body that is read as it arrives.
    /// - Throws: `HTTPTransportError` when no complete head arrived, `CancellationError` when the task was cancelled.
    func send(_ request: HTTPRequest, onSend: @Sendable () -> Void) async throws -> HTTPResponse
}

extension HTTPTransport {
    /// Sends `request` when nobody needs to know the instant of sending.
    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try await send(request, onSend: {})
    }
}
