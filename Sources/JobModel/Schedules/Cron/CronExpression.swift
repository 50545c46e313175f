/// When to fire, in the words of cron: `MINUTE HOUR DAY-OF-MONTH MONTH DAY-OF-WEEK`, with seconds before them if wanted.
///
/// A field holds `*`, values, ranges (`1-5`, also around the end: `FRI-MON`, `22-4`), steps (`*/15`, `5/15`, `1-30/10`)
/// and lists of all these. Months and weekdays have names; 0 and 7 are Sunday. A day of the month may be `L` (the last),
/// `L-3` (three before it), `15W` (the weekday nearest to the 15th) or `LW` (the last weekday); a day of the week may be
/// `5L` (the last Friday) or `MON#2` (the second Monday). `?` is `*` in the fields of days. `@hourly`, `@daily`,
/// `@midnight`, `@weekly`, `@monthly`, `@yearly` and `@annually` stand for whole expressions.
///
/// When both fields of days are restricted, a day in either fires; when one begins with `*`, a day must be in both. This
/// is cron's own rule.
///
/// Where clocks are set forward, a time that is skipped fires at the first instant after the gap, and several such
/// times fire there once. Where clocks are set back, a time that is repeated fires when it comes first. An expression
/// whose hours are all 24, as `*/15 * * * *` is, follows real time instead: it fires whenever the clock on the wall shows
/// a matching time, in a repeated hour too, and nothing stands in for times that are skipped.
package struct CronExpression: Sendable, Hashable, CustomStringConvertible {
    /// The expression with single blanks between fields, otherwise as it was written.
    package let text: String
    private let times: CronTimes
    private let days: CronDays

    private static let shorthands = [
        "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0",
        "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *",
    ]
    /// No expression that somebody wrote is longer.
    private static let longest = 400

    /// Reads an expression.
    ///
    /// - Throws: `ScheduleError` that names the field and the cure, also for an expression that never fires.
    package init(_ text: String) throws(ScheduleError) {
        guard text.utf8.count <= Self.longest else {
            throw ScheduleError("the cron expression is too long", cure: "write at most \(Self.longest) characters")
        }
        var fields = text.split { $0 == " " || $0 == "\t" }
        self.text = fields.joined(separator: " ")
        if fields.count == 1, fields[0].hasPrefix("@") {
            fields = try Self.expansion(of: fields[0]).split(separator: " ")
        }
        guard fields.count == 5 || fields.count == 6 else { throw Self.wrongCount(self.text, fields.count) }
        let seconds = fields.count == 6 ? String(fields.removeFirst()) : "0"
        times = CronTimes(
            seconds: try CronFieldReader(.second, seconds).numbers(),
            minutes: try CronFieldReader(.minute, fields[0]).numbers(),
            hours: try CronFieldReader(.hour, fields[1]).numbers())
        days = try CronDays(
            CronFieldReader(.dayOfMonth, fields[2]), CronFieldReader(.month, fields[3]),
            CronFieldReader(.dayOfWeek, fields[4]))
        // Any year will do: the search goes through a whole round of the calendar.
        guard days.next(from: 0) != nil else {
            throw ScheduleError(
                "'\(ScheduleError.cut(self.text))' never fires: no month that it names has such a day",
                cure: "change the day of month, the month or the day of week")
        }
    }

    package var description: String { text }

    private static func expansion(of word: Substring) throws(ScheduleError) -> String {
        let lowered = word.lowercased()
        if let expansion = shorthands[lowered] { return expansion }
        let cure =
            switch lowered {
            case "@every": "write 'every 15m' without the @"
            case "@reboot": "write a time; a worker's start fires nothing"
            default: "there are @hourly, @daily, @midnight, @weekly, @monthly, @yearly and @annually"
            }
        throw ScheduleError("'\(ScheduleError.cut(word))' is not a shorthand", cure: cure)
    }

    private static func wrongCount(_ text: String, _ count: Int) -> ScheduleError {
        if text.lowercased().hasPrefix("@every") {
            return ScheduleError(
                "'\(ScheduleError.cut(text))' is not a shorthand", cure: "write 'every 15m' without the @")
        }
        return ScheduleError(
            count == 0
                ? "the cron expression is empty"
                : "'\(ScheduleError.cut(text))' has \(count) \(count == 1 ? "field" : "fields")",
            cure: count == 7
                ? "leave the year out, which cannot be chosen"
                : "write five: minute, hour, day of month, month, day of week; or seconds before them")
    }

    // MARK: Looking

    /// Whether matching times fire whenever the clock on the wall shows them. Otherwise each fires once a day at most.
    package var followsRealTime: Bool { times.hasEveryHour }

    /// The first matching time on a wall clock at or after `local`, whether or not a zone skips it.
    func next(from local: LocalTime) -> LocalTime? {
        let (day, second) = CivilDate.split(local.seconds)
        guard let match = days.next(from: day) else { return nil }
        if match == day, let time = times.next(from: second) { return LocalTime(days: day, second: time) }
        guard let later = match == day ? days.next(from: day + 1) : match, let time = times.first else { return nil }
        return LocalTime(days: later, second: time)
    }

    /// The first instant after `instant` at which the expression fires; `nil` when there is none before the year 10000.
    package func next(after instant: Timestamp, in zone: Zone) -> Timestamp? {
        // The steps are as many as there are changes of the clock before the fire, for most expressions none.
        var second = instant.nextSecond
        while true {
            let span = zone.span(at: second)
            var local = span.local(at: second)
            if !followsRealTime, let start = span.start {
                let before = zone.span(at: start - 1)
                let shown = before.local(at: start)
                // The clock jumped from `shown` to what it shows at the start, so whatever lies between is due there.
                if second == start, shown < local, let skipped = next(from: shown), skipped < local {
                    return Timestamp(seconds: start)
                }
                // The clock was set back, and has shown all this before.
                local = max(local, shown)
            }
            guard let match = next(from: local) else { return nil }
            let found = span.second(at: match)
            guard let end = span.end, found >= end else { return Timestamp(seconds: found) }
            second = end
        }
    }
}
