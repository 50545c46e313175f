/// Fires at equal distances in time, counted from 1970-01-01T00:00:00Z, so that every start and every machine agrees.
///
/// `every 1h` fires on the hour, `every 1d` at midnight UTC, `every 7d` on Thursdays.
package struct Every: Sendable, Hashable, CustomStringConvertible {
    /// The interval as it was written.
    package let text: String
    /// The time from one fire to the next, whole seconds.
    package let interval: Duration

    private static let longest: Duration = .seconds(366 * 86_400)

    /// Reads an interval: `90s`, `15m`, `6h`, `1d`. From a second to 366 days.
    ///
    /// - Throws: `ScheduleError` that says what is due.
    package init(_ text: String) throws(ScheduleError) {
        guard let interval = Duration(text: text) else {
            throw ScheduleError(
                "'every \(ScheduleError.cut(text))' has no interval", cure: "write a number and s, m, h or d: every 15m"
            )
        }
        guard interval >= .seconds(1), interval <= Self.longest, interval.microseconds % 1_000_000 == 0 else {
            throw ScheduleError(
                "'every \(ScheduleError.cut(text))' is not possible", cure: "write whole seconds, from 1s to 366d")
        }
        self.text = text
        self.interval = interval
    }

    package var description: String { "every \(text)" }

    /// The first fire after `instant`.
    package func next(after instant: Timestamp) -> Timestamp? {
        let length = interval.microseconds
        let (whole, rest) = instant.microseconds.quotientAndRemainder(dividingBy: length)
        let (next, overflow) = (rest < 0 ? whole : whole + 1).multipliedReportingOverflow(by: length)
        return overflow ? nil : Timestamp(microseconds: next)
    }
}
