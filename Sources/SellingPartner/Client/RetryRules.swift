/// When and how often a client repeats a call that failed.
///
/// Repeated is what certainly had no effect: calls that were not sent, calls refused for their rate, and exchanges of
/// tokens that failed for a passing reason. Calls whose outcome is unknown are repeated only where the catalogue says
/// that repeating is safe. Everything else fails at once, whatever the rules say.
public struct RetryRules: Sendable, Hashable {
    /// How often a call is made at most, the first time included. 4 unless set; at least 1 counts.
    public var maxAttempts = 4
    /// The longest pause before the first repetition; it doubles with each. 1 second unless set.
    public var backoff: Duration = .seconds(1)
    /// The longest pause before any repetition. 60 seconds unless set.
    public var maxBackoff: Duration = .seconds(60)

    /// The defaults.
    public init() {}
}
