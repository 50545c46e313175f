package import OperationCatalogue

/// A bucket into which `rate` tokens a second flow until `burst` are in it. Each call takes one.
package struct TokenBucket: Sendable {
    /// The plan that fills the bucket.
    package private(set) var plan: UsagePlan
    private var tokens: Double
    private var updatedAt: Duration

    /// Creates a full bucket.
    package init(plan: UsagePlan, at now: Duration) {
        self.plan = plan
        tokens = Double(plan.burst)
        updatedAt = now
    }

    /// How long it takes from `now` until a token is there; zero when one is there already.
    package mutating func wait(at now: Duration) -> Duration {
        refill(at: now)
        guard tokens < Self.one else { return .zero }
        return .microseconds(Int64(((1 - tokens) / plan.rate * 1e6).rounded(.up)))
    }

    /// Takes a token when there is one.
    ///
    /// - Returns: Whether there was one.
    package mutating func take(at now: Duration) -> Bool {
        refill(at: now)
        guard tokens >= Self.one else { return false }
        tokens = max(0, tokens - 1)
        return true
    }

    private mutating func refill(at now: Duration) {
        guard now > updatedAt else { return }
        tokens = min(Double(plan.burst), tokens + (now - updatedAt).inSeconds * plan.rate)
        updatedAt = now
    }

    /// A token, less the rounding errors of a long addition.
    private static let one = 1 - 1e-6
}
