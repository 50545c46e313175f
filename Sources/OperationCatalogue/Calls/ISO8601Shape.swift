/// Whether a text has the shape of an ISO 8601 date or time, and which parts it has. It is not turned into an instant.
///
/// Accepted are `2026-01-31` and `20260131`, followed or not by `T`, hours and minutes, seconds, a fraction, and a zone
/// (`Z`, `+01`, `+01:00`, `+0100`).
package struct ISO8601Shape: Hashable {
    /// Whether the text has a time of day.
    package private(set) var hasTime = false
    /// Whether the text has a time zone.
    package private(set) var hasZone = false

    /// Reads `text`; `nil` when it has another shape or a part out of range, as 30 February.
    package init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        guard let year = Self.digits(4, of: &rest) else { return nil }
        let dashed = Self.skip("-", of: &rest)
        guard let month = Self.digits(2, of: &rest), (1...12).contains(month), Self.skip("-", of: &rest) == dashed,
            let day = Self.digits(2, of: &rest), (1...Self.days(in: month, of: year)).contains(day)
        else { return nil }
        if rest.isEmpty { return }

        guard Self.skip("T", of: &rest) || Self.skip("t", of: &rest), Self.skipTime(of: &rest) else { return nil }
        hasTime = true
        if rest.isEmpty { return }
        guard Self.skipZone(of: &rest), rest.isEmpty else { return nil }
        hasZone = true
    }

    private static func skipTime(of rest: inout ArraySlice<UInt8>) -> Bool {
        guard let hour = digits(2, of: &rest), hour < 24 else { return false }
        let colons = skip(":", of: &rest)
        guard let minute = digits(2, of: &rest), minute < 60 else { return false }
        let secondsFollow = colons ? skip(":", of: &rest) : rest.first.map(isDigit) == true
        guard secondsFollow else { return true }
        // 60 is a leap second.
        guard let second = digits(2, of: &rest), second <= 60 else { return false }
        if skip(".", of: &rest) || skip(",", of: &rest) {
            let fraction = rest.prefix(while: isDigit)
            rest = rest.dropFirst(fraction.count)
            return !fraction.isEmpty
        }
        return true
    }

    private static func skipZone(of rest: inout ArraySlice<UInt8>) -> Bool {
        if skip("Z", of: &rest) || skip("z", of: &rest) { return true }
        guard skip("+", of: &rest) || skip("-", of: &rest), let hour = digits(2, of: &rest), hour < 24 else {
            return false
        }
        let colon = skip(":", of: &rest)
        if rest.isEmpty { return !colon }
        guard let minute = digits(2, of: &rest) else { return false }
        return minute < 60
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func digits(_ count: Int, of rest: inout ArraySlice<UInt8>) -> Int? {
        let taken = rest.prefix(count)
        guard taken.count == count, taken.allSatisfy(isDigit) else { return nil }
        rest = rest.dropFirst(count)
        return taken.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func skip(_ character: Unicode.Scalar, of rest: inout ArraySlice<UInt8>) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }
}
