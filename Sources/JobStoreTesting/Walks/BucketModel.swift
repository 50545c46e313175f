import JobModel

/// A token bucket as Amazon describes it: so many tokens at most, refilled at a rate, one for each call.
///
/// Written apart from the limiter on purpose: the two must not be wrong together.
struct BucketModel {
    private(set) var rate: Double
    private let capacity: Double
    private var tokens: Double
    private var at: Timestamp

    init(_ plan: LanePlan, now: Timestamp) {
        rate = plan.rate
        capacity = Double(plan.burst)
        tokens = capacity
        at = now
    }

    /// The tokens at the instant, or `nil` when something happened after it.
    func tokens(at instant: Timestamp) -> Double? {
        instant < at ? nil : min(capacity, tokens + (instant - at).seconds * rate)
    }

    private mutating func refill(to now: Timestamp) {
        tokens = tokens(at: now) ?? tokens
        at = max(at, now)
    }

    /// Takes a token. False when there was none: Amazon would have refused the call.
    mutating func send(at now: Timestamp) -> Bool {
        refill(to: now)
        tokens -= 1
        // A billionth of a token is a matter of binary fractions.
        return tokens > -1e-6
    }

    mutating func change(rate newRate: Double, now: Timestamp) {
        refill(to: now)
        rate = newRate
    }
}
