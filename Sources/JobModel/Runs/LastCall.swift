/// What is kept of the last call that a run made. When another call decided how the run ended, the failure has that
/// one's status and request id.
public struct LastCall: Sendable, Hashable {
    /// When the request was written.
    public var startedAt: Timestamp
    /// When the answer's head had come, or the connection had failed; `nil` when the run was stopped before that.
    public var endedAt: Timestamp?
    /// The HTTP status; `nil` without an answer.
    public var status: Int?
    /// Amazon's request id, which its support asks for.
    public var requestID: String?
    /// The calls per second that Amazon's rate header told; `nil` when there was none.
    public var rateLimit: Double?

    /// Creates a call.
    public init(
        startedAt: Timestamp, endedAt: Timestamp? = nil, status: Int? = nil, requestID: String? = nil,
        rateLimit: Double? = nil
    ) {
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.status = status
        self.requestID = requestID
        self.rateLimit = rateLimit
    }

    /// The time from writing the request to the answer's head.
    public var duration: Duration? { endedAt.map { max(.zero, $0 - startedAt) } }
}
