package import JobModel

/// How often a schedule fires, and how long its last success may be ago.
package struct ScheduleRhythm: Sendable, Hashable {
    /// The longest time from one fire to the next in the week that comes.
    package let longestGap: Duration

    /// So many of its longest gaps may pass without a success before a seller is behind.
    private static let patience = 3
    private static let week = 8 * 24

    /// Looks at when the schedule fires.
    ///
    /// - Parameters:
    ///   - text: The schedule as it is written. Its zone makes no difference here.
    /// - Returns: `nil` for a text that is no schedule, and for one that fires never again.
    package init?(_ text: String, now: Timestamp) {
        guard let schedule = try? Schedule(text, in: .utc), let next = schedule.next(after: now) else { return nil }
        // How long one would wait at each hour of a week; a gap that is longer than that follows the next fire.
        var longest = schedule.next(after: next).map { $0 - next } ?? (next - now)
        for hour in 0..<Self.week {
            let instant = now + .seconds(hour * 3600)
            guard let fire = schedule.next(after: instant) else { break }
            longest = max(longest, fire - instant)
        }
        longestGap = longest
    }

    /// How long a seller may go without a success.
    package var allowance: Duration { longestGap * Self.patience }

    /// A seller whose last success was before this is behind.
    package func deadline(_ now: Timestamp) -> Timestamp { now - allowance }
}
