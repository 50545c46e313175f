/// On which days a cron expression fires.
struct CronDays: Sendable, Hashable {
    /// A weekday by its place in the month, as `MON#2` is.
    struct Place: Sendable, Hashable {
        /// 0 for Sunday to 6 for Saturday.
        let weekday: Int
        /// 1 for the first.
        let count: Int
    }

    /// The calendar repeats after so many years.
    private static let cycle: Int64 = 400
    /// No later year can be written.
    private static let lastYear: Int64 = 9999

    private var months = NumberSet()

    private var numbers = NumberSet()
    /// Days before the month's last one, as `L` (0) and `L-3` (3) say.
    private var fromLast = NumberSet()
    /// Days whose nearest weekday is meant, as `15W` says.
    private var nearest = NumberSet()
    /// Whether the month's last weekday is meant, as `LW` says.
    private var hasLastWeekday = false

    private var weekdays = NumberSet()
    private var places: Set<Place> = []
    /// Weekdays whose last one in the month is meant, as `5L` says.
    private var lasts = NumberSet()

    /// Whether a day of either field will do. Otherwise it must be in both.
    private let takesEither: Bool

    /// Reads the three fields.
    ///
    /// - Throws: `ScheduleError` that names the field.
    init(_ dayOfMonth: CronFieldReader, _ month: CronFieldReader, _ dayOfWeek: CronFieldReader) throws(ScheduleError) {
        takesEither = !dayOfMonth.isOpen && !dayOfWeek.isOpen
        months = try month.numbers()
        for item in try dayOfMonth.items() { try readDayOfMonth(item, dayOfMonth) }
        for item in try dayOfWeek.items() { try readDayOfWeek(item, dayOfWeek) }
    }

    private mutating func readDayOfMonth(_ item: Substring, _ reader: CronFieldReader) throws(ScheduleError) {
        if item == "L" {
            fromLast.insert(0)
        } else if item == "LW" {
            hasLastWeekday = true
        } else if item.hasPrefix("L-") {
            guard let distance = reader.number(item.dropFirst(2)), distance <= 30 else {
                throw reader.error("after L- comes a number of days up to 30", cure: "write L-1 for the last but one")
            }
            fromLast.insert(distance)
        } else if item.hasSuffix("W") {
            guard let day = reader.number(item.dropLast()), (1...31).contains(day) else {
                throw reader.error(
                    "W stands after one day", cure: "write 15W for the weekday nearest to the 15th, LW for the last")
            }
            nearest.insert(day)
        } else {
            numbers.formUnion(try reader.numbers(of: item))
        }
    }

    private mutating func readDayOfWeek(_ item: Substring, _ reader: CronFieldReader) throws(ScheduleError) {
        if item.hasSuffix("L") {
            guard item.count > 1 else {
                throw reader.error("L stands after a day here", cure: "write 5L for the month's last Friday")
            }
            lasts.insert(try reader.value(item.dropLast()) % 7)
        } else if let hash = item.firstIndex(of: "#") {
            guard let count = reader.number(item[item.index(after: hash)...]), (1...5).contains(count) else {
                throw reader.error(
                    "after # comes a number from 1 to 5", cure: "write MON#2 for the month's second Monday")
            }
            places.insert(Place(weekday: try reader.value(item[..<hash]) % 7, count: count))
        } else {
            weekdays.formUnion(try reader.numbers(of: item))
        }
    }

    // MARK: Looking

    /// The first day at or after the one that lies `days` after 1970-01-01, counted likewise; `nil` when there is none in
    /// 400 years or before the year 10000.
    func next(from days: Int64) -> Int64? {
        let start = CivilDate(days: days)
        var (year, month, day) = (start.year, start.month, start.day)
        while year <= min(start.year + Self.cycle, Self.lastYear) {
            if months.contains(Int(month)), let found = self.days(ofMonth: month, year: year).first(from: Int(day)) {
                return CivilDate(year: year, month: month, day: Int64(found)).days
            }
            day = 1
            month += 1
            if month > 12 {
                month = 1
                year += 1
            }
        }
        return nil
    }

    /// The days of one month, whether the expression names the month or not.
    private func days(ofMonth month: Int64, year: Int64) -> NumberSet {
        let length = Int(CivilDate.length(ofMonth: month, year: year))
        let first = Int(CivilDate.weekday(ofDays: CivilDate(year: year, month: month, day: 1).days))
        let ofMonth = daysByNumber(length: length, first: first)
        let ofWeek = daysByWeekday(length: length, first: first)
        let both = takesEither ? ofMonth.union(ofWeek) : ofMonth.intersection(ofWeek)
        return both.intersection(NumberSet(1...length))
    }

    /// - Parameters:
    ///   - length: How many days the month has.
    ///   - first: The weekday of its first.
    private func daysByNumber(length: Int, first: Int) -> NumberSet {
        var days = numbers
        for distance in fromLast.numbers { days.insert(length - distance) }
        for day in nearest.numbers where day <= length {
            days.insert(Self.nearestWeekday(to: day, length: length, first: first))
        }
        if hasLastWeekday { days.insert(Self.nearestWeekday(to: length, length: length, first: first)) }
        return days
    }

    private func daysByWeekday(length: Int, first: Int) -> NumberSet {
        var days = NumberSet()
        for day in 1...length where weekdays.contains((first + day - 1) % 7) { days.insert(day) }
        for place in places { days.insert(1 + (place.weekday - first + 7) % 7 + 7 * (place.count - 1)) }
        let last = (first + length - 1) % 7
        for weekday in lasts.numbers { days.insert(length - (last - weekday + 7) % 7) }
        return days
    }

    /// The day from Monday to Friday that is nearest to `day` without leaving the month.
    private static func nearestWeekday(to day: Int, length: Int, first: Int) -> Int {
        switch (first + day - 1) % 7 {
        case 6: day > 1 ? day - 1 : day + 2
        case 0: day < length ? day + 1 : day - 2
        default: day
        }
    }
}
