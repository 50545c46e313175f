/// Calendar arithmetic in UTC, by the Gregorian rules for all years.
///
/// Written out because it is asked for on every line that is shown, and because lenient parsers take the 30th of February
/// for the 2nd of March and ignore what follows the time.
struct CivilTime {
    private static let dayLength: Int64 = 86_400_000_000

    /// 0000-01-01T00:00:00Z.
    static let first = Timestamp(microseconds: CivilDate(year: 0, month: 1, day: 1).days * dayLength)
    /// The last microsecond of the year 9999.
    static let last = Timestamp(microseconds: CivilDate(year: 10_000, month: 1, day: 1).days * dayLength - 1)

    private let date: CivilDate
    /// Milliseconds since midnight.
    private let millisecond: Int64

    /// The parts of an instant between `first` and `last`.
    init(_ microseconds: Int64) {
        var days = microseconds / Self.dayLength
        var rest = microseconds % Self.dayLength
        if rest < 0 {
            days -= 1
            rest += Self.dayLength
        }
        millisecond = rest / 1000
        date = CivilDate(days: days)
    }

    var text: String {
        func padded(_ value: Int64, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let second = millisecond / 1000
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T\(padded(second / 3600, 2)):"
            + "\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2)).\(padded(millisecond % 1000, 3))Z"
    }

    // MARK: Reading

    /// The instant that the text names, or `nil`.
    static func microseconds(of text: String) -> Int64? {
        var rest = text.utf8[...]
        guard let year = number(&rest, digits: 4), skip(&rest, "-"), let month = number(&rest, digits: 2),
            skip(&rest, "-"), let day = number(&rest, digits: 2), (1...12).contains(month),
            day >= 1, day <= CivilDate.length(ofMonth: month, year: year)
        else { return nil }
        let midnight = CivilDate(year: year, month: month, day: day).days * dayLength
        if rest.isEmpty { return midnight }
        guard skip(&rest, "T") || skip(&rest, "t") || skip(&rest, " "), let hour = number(&rest, digits: 2), hour < 24,
            skip(&rest, ":"), let minute = number(&rest, digits: 2), minute < 60
        else { return nil }
        var time = (hour * 60 + minute) * 60_000_000
        if skip(&rest, ":") {
            guard let second = number(&rest, digits: 2), second < 60 else { return nil }
            time += second * 1_000_000
            if skip(&rest, ".") || skip(&rest, ",") {
                guard let fraction = fraction(&rest) else { return nil }
                time += fraction
            }
        }
        guard let offset = offset(&rest), rest.isEmpty else { return nil }
        return midnight + time - offset
    }

    /// Microseconds east of UTC.
    private static func offset(_ rest: inout Substring.UTF8View) -> Int64? {
        if skip(&rest, "Z") || skip(&rest, "z") { return 0 }
        let isWest = skip(&rest, "-")
        guard isWest || skip(&rest, "+"), let hours = number(&rest, digits: 2), hours < 24 else { return nil }
        var minutes: Int64 = 0
        if !rest.isEmpty {
            _ = skip(&rest, ":")
            guard let read = number(&rest, digits: 2), read < 60 else { return nil }
            minutes = read
        }
        return (hours * 60 + minutes) * 60_000_000 * (isWest ? -1 : 1)
    }

    private static func skip(_ rest: inout Substring.UTF8View, _ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest.removeFirst()
        return true
    }

    private static func digit(_ byte: UInt8) -> Int64? {
        (0x30...0x39).contains(byte) ? Int64(byte - 0x30) : nil
    }

    private static func number(_ rest: inout Substring.UTF8View, digits: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<digits {
            guard let first = rest.first, let digit = digit(first) else { return nil }
            value = value * 10 + digit
            rest.removeFirst()
        }
        return value
    }

    private static func fraction(_ rest: inout Substring.UTF8View) -> Int64? {
        var value: Int64 = 0
        var unit: Int64 = 100_000
        var count = 0
        while let first = rest.first, let digit = digit(first) {
            value += digit * unit
            unit /= 10
            count += 1
            rest.removeFirst()
        }
        return count > 0 ? value : nil
    }
}
