/// How long a job pauses after failed attempts: exponential growth with full jitter.
///
/// The pause is drawn evenly between zero and the bound, because jobs that failed together must not come back together.
public struct RetryPolicy: Sendable, Hashable {
    /// The bound of the first pause. 2 s unless told otherwise.
    public var backoff: Duration
    /// The bound that growth ends at. 15 min unless told otherwise.
    public var maxBackoff: Duration

    /// Creates a policy.
    public init(backoff: Duration = .seconds(2), maxBackoff: Duration = .seconds(900)) {
        self.backoff = backoff
        self.maxBackoff = maxBackoff
    }

    /// The pauses while Amazon, or something on the way to it, cannot be had: 5 s at first, 5 min at most.
    package static let outage = RetryPolicy(backoff: .seconds(5), maxBackoff: .seconds(300))

    /// The longest pause after `failures` failures in a row, the first being 1.
    public func bound(afterFailures failures: Int) -> Duration {
        var bound = min(backoff, maxBackoff)
        var doublings = max(failures, 1) - 1
        while doublings > 0, bound > .zero, bound < maxBackoff {
            // Halving the other side cannot overflow.
            bound = bound > maxBackoff / 2 ? maxBackoff : bound * 2
            doublings -= 1
        }
        return bound
    }

    /// A pause after `failures` failures in a row. `unit` is a random number in `0 ..< 1`.
    public func pause(afterFailures failures: Int, unit: Double) -> Duration {
        .microseconds(Int64(Double(bound(afterFailures: failures).microseconds) * unit))
    }
}
