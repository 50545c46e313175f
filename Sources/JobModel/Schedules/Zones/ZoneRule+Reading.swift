extension ZoneRule {
    /// Reads a rule such as `CET-1CEST,M3.5.0,M10.5.0/3`, `<+03>-3` or `EST5EDT,J60/2:30,300`; `nil` for anything else.
    ///
    /// Offsets count westwards, as POSIX has it. Times may be up to a week away from their day, as in newer zone files.
    /// A zone with two times must say when they change.
    init?(_ text: String) {
        var reader = RuleReader(text)
        guard reader.skipName(), let standard = reader.time(mostHours: 24) else { return nil }
        self.standard = -standard
        guard !reader.isAtEnd else {
            daylight = nil
            return
        }
        guard reader.skipName() else { return nil }
        // An hour ahead unless it says otherwise.
        var offset = self.standard + 3600
        if !reader.isNext(",") {
            guard let written = reader.time(mostHours: 24) else { return nil }
            offset = -written
        }
        guard reader.skip(","), let start = reader.change(), reader.skip(","), let end = reader.change(), reader.isAtEnd
        else { return nil }
        daylight = Daylight(offset: offset, start: start, end: end)
    }
}

/// Reads a rule from left to right.
private struct RuleReader {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = text.utf8[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    func isNext(_ character: Unicode.Scalar) -> Bool {
        rest.first.map { UInt32($0) == character.value } ?? false
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard isNext(character) else { return false }
        rest.removeFirst()
        return true
    }

    /// Passes over the short name of a time: letters, or anything between angle brackets.
    mutating func skipName() -> Bool {
        if skip("<") {
            guard let close = rest.firstIndex(of: UInt8(ascii: ">")), close > rest.startIndex else { return false }
            rest = rest[rest.index(after: close)...]
            return true
        }
        let end = rest.firstIndex { !(0x41...0x5A).contains($0 & 0xDF) } ?? rest.endIndex
        guard rest.distance(from: rest.startIndex, to: end) >= 3 else { return false }
        rest = rest[end...]
        return true
    }

    /// Hours, or hours, minutes and seconds between colons, with a sign if wanted. Gives seconds.
    mutating func time(mostHours: Int64) -> Int64? {
        let isNegative = skip("-")
        if !isNegative { _ = skip("+") }
        guard let hours = number(), hours <= mostHours else { return nil }
        var seconds = hours * 3600
        for unit: Int64 in [60, 1] where skip(":") {
            guard let part = number(), part < 60 else { return nil }
            seconds += part * unit
        }
        return isNegative ? -seconds : seconds
    }

    /// A day of the year, and a time on it that is two in the morning unless it says otherwise.
    mutating func change() -> ZoneRule.Change? {
        guard let day = day() else { return nil }
        guard skip("/") else { return ZoneRule.Change(day: day, time: 7200) }
        return time(mostHours: 167).map { ZoneRule.Change(day: day, time: $0) }
    }

    private mutating func day() -> ZoneRule.Change.Day? {
        if skip("J") {
            return number().flatMap { (1...365).contains($0) ? .withoutLeapDay($0) : nil }
        }
        guard skip("M") else {
            return number().flatMap { $0 <= 365 ? .withLeapDay($0) : nil }
        }
        guard let month = number(), (1...12).contains(month), skip("."), let week = number(), (1...5).contains(week),
            skip("."), let day = number(), day <= 6
        else { return nil }
        return .weekday(month: month, week: week, day: day)
    }

    /// One to three digits.
    private mutating func number() -> Int64? {
        var value: Int64?
        while let byte = rest.first, (0x30...0x39).contains(byte), (value ?? 0) < 100 {
            value = (value ?? 0) * 10 + Int64(byte - 0x30)
            rest.removeFirst()
        }
        return value
    }
}
