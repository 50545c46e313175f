package import JobModel

/// When a notice that could not be delivered is tried again, and when no more.
package struct HookSchedule: Sendable, Hashable {
    /// What follows a try in vain.
    package enum Verdict: Sendable, Hashable {
        case retry(at: Timestamp)
        case giveUp
    }

    /// How long the pauses are: each is at least half of its bound, for a target that does not answer now will hardly do
    /// so in a moment. 5 s at first, half an hour at most.
    package var pauses = RetryPolicy(backoff: .seconds(5), maxBackoff: .seconds(1800))
    /// How long after the first try it is tried. 24 h.
    package var lifetime = Duration.seconds(86_400)

    /// The usual schedule.
    package init() {}

    /// What follows the try that failed now. The last try is made when the lifetime ends, unless its turn comes later.
    ///
    /// - Parameters:
    ///   - tries: All tries, this one among them.
    ///   - since: When the first one failed.
    ///   - unit: A random number in `0 ..< 1`.
    package func verdict(tries: Int, since: Timestamp, now: Timestamp, unit: Double) -> Verdict {
        guard now - since < lifetime else { return .giveUp }
        let bound = pauses.bound(afterFailures: tries)
        let pause = bound / 2 + .microseconds(Int64(Double(bound.microseconds) / 2 * unit))
        return .retry(at: min(now + pause, since + lifetime))
    }
}
