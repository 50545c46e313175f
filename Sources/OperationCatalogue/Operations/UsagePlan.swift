/// A token bucket: `rate` tokens a second flow in, `burst` fit, each call takes one.
public struct UsagePlan: Sendable, Hashable {
    /// Calls per second in the long run.
    public var rate: Double
    /// Calls that may be made at once after a pause.
    public var burst: Int

    /// Creates a plan.
    public init(rate: Double, burst: Int) {
        self.rate = rate
        self.burst = burst
    }

    /// The careful plan for operations of which Amazon publishes none: one call in two seconds, no burst.
    public static let unpublished = UsagePlan(rate: 0.5, burst: 1)
}
