/// What a clock on a wall shows: a date and a time to the second, whatever the zone.
package struct LocalTime: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Seconds since the clock showed 1970-01-01T00:00:00, without regard to times that it skipped or repeated.
    package let seconds: Int64

    package init(seconds: Int64) {
        self.seconds = seconds
    }

    /// A time of the day that lies `days` after 1970-01-01.
    init(days: Int64, second: Int64) {
        seconds = days * CivilDate.dayLength + second
    }

    /// Reads `2026-03-29T02:30`, with seconds if wanted; a date alone means midnight. `nil` for anything else.
    package init?(_ text: String) {
        // The reader of instants takes a date alone as it is, and a time with its zone.
        guard let instant = Timestamp(iso8601: text.utf8.count <= 10 ? text : text + "Z") else { return nil }
        seconds = instant.second
    }

    package static func < (left: LocalTime, right: LocalTime) -> Bool { left.seconds < right.seconds }

    /// For example `2026-03-29T02:30:00`.
    package var description: String { String(Timestamp(seconds: seconds).iso8601.prefix(19)) }

    /// The date, for example `2026-03-29`.
    package var date: String { String(description.prefix(10)) }

    /// The weekday, 0 for Sunday to 6 for Saturday.
    package var weekday: Int { Int(CivilDate.weekday(ofDays: CivilDate.split(seconds).days)) }
}

extension Timestamp {
    /// An instant from whole seconds since 1970, held within what 64 bits can say.
    init(seconds: Int64) {
        self = .distantPast + .seconds(seconds)
    }

    /// The second that the instant lies in, counted from 1970.
    var second: Int64 {
        let (whole, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        return rest < 0 ? whole - 1 : whole
    }

    /// The first whole second after the instant.
    var nextSecond: Int64 { second + 1 }
}
