/// An instant of the civil calendar in UTC, kept as microseconds since 1970-01-01T00:00:00Z.
package struct Instant: Sendable, Hashable, Comparable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    package var microseconds: Int64

    /// Creates an instant.
    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    package static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }

    /// Reads an ISO 8601 date and time with its zone, such as `2026-02-01T00:00:00Z` or `2026-02-01T01:30:00.250+01:00`.
    package init?(iso text: String) {
        var scanner = Scanner(text)
        guard let year = scanner.digits(4), scanner.skip("-"), let month = scanner.digits(2), scanner.skip("-"),
            let day = scanner.digits(2), scanner.skip("T"), let hour = scanner.digits(2), scanner.skip(":"),
            let minute = scanner.digits(2), scanner.skip(":"), let second = scanner.digits(2),
            (1...12).contains(month), (1...Self.days(inMonth: month, of: year)).contains(day), hour < 24, minute < 60,
            second < 60
        else { return nil }
        var fraction: Int64 = 0
        if scanner.skip(".") {
            guard let parsed = scanner.fraction() else { return nil }
            fraction = parsed
        }
        var offset = 0
        if !scanner.skip("Z") {
            let sign = scanner.skip("+") ? 1 : scanner.skip("-") ? -1 : 0
            guard sign != 0, let hours = scanner.digits(2), scanner.skip(":"), let minutes = scanner.digits(2),
                hours < 24, minutes < 60
            else { return nil }
            offset = sign * (hours * 60 + minutes) * 60
        }
        guard scanner.isAtEnd else { return nil }
        let seconds = Self.dayNumber(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset
        self.init(microseconds: Int64(seconds) * 1_000_000 + fraction)
    }

    /// The instant in ISO 8601 with milliseconds, in UTC.
    package var iso: String {
        let (date, time) = parts
        let millisecond = Int((microseconds - microseconds.floored(to: 1_000_000)) / 1000)
        return "\(Self.pad(date.year, 4))-\(Self.pad(date.month, 2))-\(Self.pad(date.day, 2))T\(time)"
            + ".\(Self.pad(millisecond, 3))Z"
    }

    /// The instant as the `Date` header of HTTP writes it.
    package var httpDate: String {
        let (date, time) = parts
        let weekday = Self.weekdays[((date.dayNumber % 7) + 7) % 7]
        return
            "\(weekday), \(Self.pad(date.day, 2)) \(Self.months[date.month - 1]) \(Self.pad(date.year, 4)) \(time) GMT"
    }

    private typealias CivilDate = (dayNumber: Int, year: Int, month: Int, day: Int)

    private var parts: (CivilDate, time: String) {
        let seconds = Int(microseconds.floored(to: 1_000_000) / 1_000_000)
        let dayNumber = Int(Int64(seconds).floored(to: 86_400) / 86_400)
        let rest = seconds - dayNumber * 86_400
        let time = "\(Self.pad(rest / 3600, 2)):\(Self.pad(rest / 60 % 60, 2)):\(Self.pad(rest % 60, 2))"
        let (year, month, day) = Self.civil(dayNumber)
        return ((dayNumber, year, month, day), time)
    }

    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func pad(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01. Years are counted from March, so that the leap day is a year's last.
    private static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let month = month <= 2 ? month + 9 : month - 3
        return year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 1 - daysBefore1970
    }

    private static func civil(_ dayNumber: Int) -> (year: Int, month: Int, day: Int) {
        let days = dayNumber + daysBefore1970
        var year = (days * 400 + 399) / 146_097
        while firstDay(year) > days { year -= 1 }
        while firstDay(year + 1) <= days { year += 1 }
        let rest = days - firstDay(year)
        let month = (rest * 5 + 2) / 153
        let day = rest - (month * 153 + 2) / 5 + 1
        return (month >= 10 ? year + 1 : year, month >= 10 ? month - 9 : month + 3, day)
    }

    private static func firstDay(_ year: Int) -> Int { year * 365 + year / 4 - year / 100 + year / 400 }

    private static let daysBefore1970 = 719_468
}

extension Int64 {
    fileprivate func floored(to step: Int64) -> Int64 {
        let rest = self % step
        return rest < 0 ? self - rest - step : self - rest
    }
}

/// Walks over the bytes of a date.
private struct Scanner {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = Substring(text).utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest.removeFirst()
        return true
    }

    mutating func digits(_ count: Int) -> Int? {
        var value = 0
        for _ in 0..<count {
            guard let digit = rest.first, (48...57).contains(digit) else { return nil }
            value = value * 10 + Int(digit - 48)
            rest.removeFirst()
        }
        return value
    }

    /// One to nine digits after a decimal point, in microseconds.
    mutating func fraction() -> Int64? {
        var value: Int64 = 0
        var count = 0
        while let digit = rest.first, (48...57).contains(digit) {
            if count < 6 { value = value * 10 + Int64(digit - 48) }
            count += 1
            rest.removeFirst()
        }
        guard (1...9).contains(count) else { return nil }
        for _ in count..<max(count, 6) { value *= 10 }
        return value
    }
}
