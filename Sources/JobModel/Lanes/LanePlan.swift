/// How many calls a lane may make: a token bucket of `burst` tokens into which `rate` flow every second.
public struct LanePlan: Sendable, Hashable {
    /// Calls per second in the long run. Greater than zero.
    public var rate: Double
    /// Calls that may be made at once after a pause. At least one.
    public var burst: Int

    /// Creates a plan. Rates below one call a day become one call a day; bursts below one become one.
    public init(rate: Double, burst: Int) {
        // Written so that what is no number becomes the slowest rate too.
        self.rate = rate > Self.slowestRate ? min(rate, 1_000_000) : Self.slowestRate
        self.burst = max(1, min(burst, 1_000_000))
    }

    private static let slowestRate = 1.0 / 86_400

    /// The plan of operations for which Amazon publishes none: a call every two seconds.
    public static let unknown = LanePlan(rate: 0.5, burst: 1)

    /// The time in which one token flows in, at least a microsecond.
    package var interval: Duration { .microseconds(intervalMicroseconds) }

    /// The same in microseconds. The longest interval times the largest burst is a small part of what 64 bits can say.
    var intervalMicroseconds: Int64 { max(1, Int64((1_000_000 / rate).rounded(.up))) }
}
