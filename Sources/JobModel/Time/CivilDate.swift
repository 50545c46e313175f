/// A day of the Gregorian calendar, whose rules are taken to hold for all years.
struct CivilDate: Sendable, Hashable {
    /// Seconds of a day on a wall clock.
    static let dayLength: Int64 = 86_400

    let year: Int64
    /// 1 to 12.
    let month: Int64
    /// 1 to 31.
    let day: Int64

    /// Names a day. The month must be 1 to 12; a day beyond the month's end counts on into the next one.
    init(year: Int64, month: Int64, day: Int64) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day that lies `days` after 1970-01-01.
    init(days: Int64) {
        // Years that begin in March put the leap day at the end, where it disturbs nothing. Eras of 400 years repeat.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days from 1970-01-01.
    var days: Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// How many days the month has.
    static func length(ofMonth month: Int64, year: Int64) -> Int64 {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Whether the year has a 29th of February.
    static func isLeap(_ year: Int64) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// The weekday of the day that lies `days` after 1970-01-01, 0 for Sunday to 6 for Saturday.
    static func weekday(ofDays days: Int64) -> Int64 {
        // 1970-01-01 was a Thursday.
        let rest = (days + 4) % 7
        return rest < 0 ? rest + 7 : rest
    }

    /// Splits seconds since 1970-01-01T00:00 into whole days and the seconds since midnight.
    static func split(_ seconds: Int64) -> (days: Int64, second: Int64) {
        var (days, second) = seconds.quotientAndRemainder(dividingBy: dayLength)
        if second < 0 {
            days -= 1
            second += dayLength
        }
        return (days, second)
    }
}
