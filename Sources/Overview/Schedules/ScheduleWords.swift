import JobModel

/// When a schedule fires, in English.
package struct ScheduleWords {
    private static let shorthands = [
        "@hourly": "every hour", "@daily": "at 00:00 every day", "@midnight": "at 00:00 every day",
        "@weekly": "at 00:00 on Sundays", "@monthly": "at 00:00 on the 1st of each month",
        "@yearly": "at 00:00 on 1 January", "@annually": "at 00:00 on 1 January",
    ]

    /// The words; `nil` for expressions that say themselves best what they mean.
    package static func words(_ text: String) -> String? {
        let fields = text.split { $0 == " " || $0 == "\t" }.map(String.init)
        if fields.count == 1 { return shorthands[fields[0].lowercased()] }
        if fields.first?.lowercased() == "every" { return interval(fields.dropFirst().joined(separator: " ")) }
        guard fields.count == 5 || (fields.count == 6 && fields[0] == "0") else { return nil }
        let cron = fields.suffix(5).map { $0 }
        guard cron[3] == "*", let days = days(cron[2], cron[4]), let times = times(cron[0], cron[1]) else { return nil }
        guard times.isOften else { return "\(times.words) \(days ?? "every day")" }
        return days.map { "\(times.words), \($0)" } ?? times.words
    }

    /// Several words with `and` before the last.
    static func listed(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }

    // MARK: Times

    private static func interval(_ text: String) -> String? {
        guard let seconds = (try? Every(text))?.interval.components.seconds else { return nil }
        let units: [(Int64, String)] = [(86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")]
        guard let (length, unit) = units.first(where: { seconds % $0.0 == 0 }) else { return nil }
        return every(Int(seconds / length), unit)
    }

    private static func every(_ count: Int, _ unit: String) -> String {
        count == 1 ? "every \(unit)" : "every \(count) \(unit)s"
    }

    /// - Returns: The words, and whether it fires so often that each day has several.
    private static func times(_ minute: String, _ hour: String) -> (words: String, isOften: Bool)? {
        if let often = step(minute) {
            if hour == "*" { return (every(often, "minute"), true) }
            guard let (first, last) = range(hour, 0...23) else { return nil }
            return ("\(every(often, "minute")) from \(clock(first, 0)) to \(clock(last, 59))", true)
        }
        guard let minutes = numbers(minute, 0...59) else { return nil }
        if let hours = step(hour) {
            let past = minutes == [0] ? "" : " at \(listed(minutes.map { ":\(twoDigits($0))" }))"
            return (every(hours, "hour") + past, true)
        }
        if let hours = numbers(hour, 0...23), hours.count * minutes.count <= 4 {
            return ("at " + listed(hours.flatMap { hour in minutes.map { clock(hour, $0) } }), false)
        }
        guard let (first, last) = range(hour, 0...23), minutes.count == 1 else { return nil }
        return ("every hour from \(clock(first, minutes[0])) to \(clock(last, minutes[0]))", true)
    }

    /// The step of `*/15`, and 1 for `*`.
    private static func step(_ field: String) -> Int? {
        if field == "*" { return 1 }
        guard field.hasPrefix("*/"), let step = Int(field.dropFirst(2)), step > 0 else { return nil }
        return step
    }

    private static func numbers(_ field: String, _ bounds: ClosedRange<Int>) -> [Int]? {
        let numbers = field.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
        return numbers.allSatisfy(bounds.contains) ? numbers.sorted() : nil
    }

    private static func range(_ field: String, _ bounds: ClosedRange<Int>) -> (Int, Int)? {
        let ends = field.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
        guard ends.count == 2, ends.allSatisfy(bounds.contains), ends[0] <= ends[1] else { return nil }
        return (ends[0], ends[1])
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    private static func clock(_ hour: Int, _ minute: Int) -> String { "\(twoDigits(hour)):\(twoDigits(minute))" }

    // MARK: Days

    /// - Returns: The words, an inner `nil` for every day, and `nil` for what has none.
    private static func days(_ day: String, _ weekday: String) -> String?? {
        let (anyDay, anyWeekday) = (["*", "?"].contains(day), ["*", "?"].contains(weekday))
        switch (anyDay, anyWeekday) {
        case (true, true): return .some(nil)
        case (true, false): return weekdays(weekday).map { .some($0) }
        case (false, true):
            if day == "L" { return "on the last day of each month" }
            return numbers(day, 1...31).map { "on the \(listed($0.map(ordinal))) of each month" }
        // Cron's own rule for both is hard to put into few words.
        case (false, false): return nil
        }
    }

    private static let names = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

    private static func weekdays(_ field: String) -> String? {
        let ends = field.split(separator: "-", omittingEmptySubsequences: false).map { name(String($0)) }
        if ends.count == 2, let first = ends[0], let last = ends[1] { return "\(first) to \(last)" }
        let days = field.split(separator: ",", omittingEmptySubsequences: false).map { name(String($0)) }
        let known = days.compactMap { $0 }
        return known.count == days.count ? "on " + listed(known.map { "\($0)s" }) : nil
    }

    private static func name(_ text: String) -> String? {
        if let number = Int(text) { return (0...7).contains(number) ? names[number % 7] : nil }
        guard text.count == 3 else { return nil }
        return names.first { $0.lowercased().hasPrefix(text.lowercased()) }
    }

    private static func ordinal(_ number: Int) -> String {
        let ending =
            switch number {
            case 1, 21, 31: "st"
            case 2, 22: "nd"
            case 3, 23: "rd"
            default: "th"
            }
        return "\(number)\(ending)"
    }
}
