package import JobModel

/// A day of the Gregorian calendar, in UTC.
package struct CalendarDay: Sendable, Hashable, CustomStringConvertible {
    /// The year, 1970 to 9999.
    package let year: Int
    /// The month, 1 to 12.
    package let month: Int
    /// The day of the month, from 1.
    package let day: Int

    /// Reads `2026-02-01`, or gives `nil`. A time of day after a `T` is ignored.
    package init?(_ text: String) {
        let date = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)[0]
        let parts = date.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], parts.joined().allSatisfy({ $0.isASCII && $0.isNumber }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            (1970...9999).contains(year), (1...12).contains(month),
            (1...Self.length(ofMonth: month, year: year)).contains(day)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Microseconds from 1970-01-01T00:00:00Z to the beginning of the day.
    package var wallMicroseconds: Int64 {
        // Counting years from March puts the leap day at the end of one.
        let shifted = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        let days =
            365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + (153 * monthFromMarch + 2) / 5 + day - 1
        let daysBefore1970 = 719_468
        return Int64(days - daysBefore1970) * 86_400_000_000
    }

    /// The beginning of the day.
    package var timestamp: Timestamp { Timestamp(microseconds: wallMicroseconds) }

    package var description: String {
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(padded(month))-\(padded(day))"
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
