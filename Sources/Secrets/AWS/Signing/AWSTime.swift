import Ports

/// Instants as AWS writes them. Every number is microseconds since 1970-01-01T00:00:00Z.
package enum AWSTime {
    private static let microsecondsOfDay: Int64 = 86_400_000_000
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// An instant in the basic form of ISO 8601, such as `20150830T123600Z`: what a signature is dated with.
    package static func basic(_ microseconds: Int64) -> String {
        let days = floor(microseconds, microsecondsOfDay)
        let date = CivilDate(daysSince1970: days)
        let second = (microseconds - days * microsecondsOfDay) / 1_000_000
        return digits(date.year, 4) + digits(date.month, 2) + digits(date.day, 2) + "T" + digits(second / 3600, 2)
            + digits(second / 60 % 60, 2) + digits(second % 60, 2) + "Z"
    }

    /// Reads an HTTP `Date` header such as `Sun, 06 Nov 1994 08:49:37 GMT`; `nil` for any other form.
    package static func httpDate(_ text: String) -> Int64? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let day = Int64(parts[1]),
            let month = months.firstIndex(of: String(parts[2])), let year = Int64(parts[3])
        else { return nil }
        let clock = parts[4].split(separator: ":").compactMap { Int64($0) }
        guard clock.count == 3 else { return nil }
        return instant(CivilDate(year: year, month: Int64(month) + 1, day: day), clock)
    }

    /// Reads an instant of ISO 8601 or of the basic form: `2015-08-30T12:36:00Z`, `2015-08-30T12:36:00.5+02:00`,
    /// `20150830T123600Z`. `nil` when the text is none, or names no zone.
    package static func iso8601(_ text: String) -> Int64? {
        let parts = text.split(separator: "T", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let day = parts[0].filter { $0 != "-" }
        guard let zoneStart = parts[1].lastIndex(where: { "Zz+-".contains($0) }) else { return nil }
        let fraction = parts[1][..<zoneStart].split(separator: ".", maxSplits: 1)
        guard let clock = fraction.first?.filter({ $0 != ":" }), isDigits(day, 8), isDigits(clock, 6),
            let zone = zone(parts[1][zoneStart...]), let year = number(day, 0, 4), let month = number(day, 4, 2),
            let date = number(day, 6, 2), let hour = number(clock, 0, 2), let minute = number(clock, 2, 2),
            let second = number(clock, 4, 2),
            let whole = instant(CivilDate(year: year, month: month, day: date), [hour, minute, second])
        else { return nil }
        var part: Int64 = 0
        if fraction.count == 2 {
            let text = (fraction[1] + "000000").prefix(6)
            guard let value = Int64(text), isDigits(String(text), 6) else { return nil }
            part = value
        }
        return whole + part - zone
    }

    /// An epoch time in seconds, whole or with a fraction, as JSON answers carry it.
    package static func epoch(seconds: Double) -> Int64? {
        let microseconds = (seconds * 1_000_000).rounded()
        guard microseconds.isFinite, abs(microseconds) < 9e18 else { return nil }
        return Int64(microseconds)
    }

    // MARK: Pieces

    private static func instant(_ day: CivilDate, _ clock: [Int64]) -> Int64? {
        guard (1...9999).contains(day.year), (1...12).contains(day.month), (1...31).contains(day.day),
            CivilDate(daysSince1970: day.daysSince1970) == day, (0...23).contains(clock[0]),
            (0...59).contains(clock[1]),
            (0...60).contains(clock[2])
        else { return nil }
        return (day.daysSince1970 * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2]) * 1_000_000
    }

    /// How far a zone such as `Z` or `+02:00` is ahead of UTC.
    private static func zone(_ text: Substring) -> Int64? {
        if text == "Z" || text == "z" { return 0 }
        let offset = text.dropFirst().filter { $0 != ":" }
        guard isDigits(offset, 4), let hours = number(offset, 0, 2), let minutes = number(offset, 2, 2) else {
            return nil
        }
        return (hours * 3600 + minutes * 60) * 1_000_000 * (text.first == "-" ? -1 : 1)
    }

    private static func number(_ text: String, _ start: Int, _ count: Int) -> Int64? {
        Int64(text.dropFirst(start).prefix(count))
    }

    private static func isDigits(_ text: String, _ count: Int) -> Bool {
        text.utf8.count == count && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func digits(_ value: Int64, _ count: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }

    private static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : (value - divisor + 1) / divisor
    }
}
