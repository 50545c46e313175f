import JobModel

/// How often to look whether Amazon has finished something, and when to stop looking. Pure.
package struct PollPace: Sendable, Hashable {
    /// The longest pause before the first look; it doubles from look to look. 15 s.
    package var first: Duration
    /// The longest pause of all. 5 min.
    package var max: Duration
    /// What has not ended after so long is given up. 12 h.
    package var giveUpAfter: Duration

    /// Creates a pace.
    package init(
        first: Duration = .seconds(15), max: Duration = .seconds(300), giveUpAfter: Duration = .seconds(12 * 3600)
    ) {
        self.first = first
        self.max = max
        self.giveUpAfter = giveUpAfter
    }

    /// The pause after so many looks: at least four fifths of the longest that it may be. What was begun together is not
    /// looked at together for ever.
    ///
    /// - Parameter unit: A random number in `0 ..< 1`.
    package func pause(afterLooks looks: Int, unit: Double) -> Duration {
        let bound = RetryPolicy(backoff: first, maxBackoff: max).bound(afterFailures: looks + 1)
        return bound * 4 / 5 + .microseconds(Int64(Double(bound.microseconds) / 5 * unit))
    }
}
