import JobModel

/// A token bucket as Amazon describes it: so many tokens at most, refilled at a rate, one for each call.
///
/// Apart from the queue's own limiter on purpose: the two must not be wrong together.
struct FairnessBucket: Sendable {
    private let rate: Double
    private let burst: Double
    private var tokens: Double
    private var filledAt = Duration.zero

    /// A full bucket.
    init(rate: Double, burst: Int) {
        self.rate = rate
        self.burst = Double(burst)
        tokens = Double(burst)
    }

    /// Takes a token. False when there is none: Amazon refuses the call, which costs nothing then.
    ///
    /// - Parameter time: The present; never before that of the last call.
    mutating func take(at time: Duration) -> Bool {
        tokens = min(burst, tokens + (time - filledAt).seconds * rate)
        filledAt = time
        // A millionth of a token is a matter of binary fractions.
        guard tokens > 1 - 1e-6 else { return false }
        tokens -= 1
        return true
    }
}
