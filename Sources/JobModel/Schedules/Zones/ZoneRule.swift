/// When the clocks of a zone change, by a rule that holds for every year.
///
/// Zone files end with such a rule in the form that POSIX gives the variable `TZ`: `CET-1CEST,M3.5.0,M10.5.0/3` is Central
/// European Time, an hour ahead of UTC, with summer time from the last Sunday in March to the last Sunday in October.
struct ZoneRule: Sendable, Hashable {
    /// The other time of a zone that has two. It may be behind the standard one, as Ireland's in winter is.
    struct Daylight: Sendable, Hashable {
        /// Seconds ahead of UTC.
        let offset: Int64
        /// When it begins, by the standard clock.
        let start: Change
        /// When it ends, by its own clock.
        let end: Change
    }

    /// A day of the year and a time on it.
    struct Change: Sendable, Hashable {
        enum Day: Sendable, Hashable {
            /// 1 to 365. The 29th of February is never counted.
            case withoutLeapDay(Int64)
            /// 0 to 365. The 29th of February is counted.
            case withLeapDay(Int64)
            /// The weekday (0 for Sunday) of a week (5 for the month's last) of a month.
            case weekday(month: Int64, week: Int64, day: Int64)
        }

        let day: Day
        /// Seconds since midnight, which may be on another day.
        let time: Int64

        /// The second at which the clock shows the change, counted as `LocalTime` does.
        func local(in year: Int64) -> Int64 {
            days(in: year) * CivilDate.dayLength + time
        }

        private func days(in year: Int64) -> Int64 {
            let newYear = CivilDate(year: year, month: 1, day: 1).days
            switch day {
            case .withoutLeapDay(let number):
                return newYear + number - (CivilDate.isLeap(year) && number >= 60 ? 0 : 1)
            case .withLeapDay(let number):
                return newYear + number
            case .weekday(let month, let week, let weekday):
                let first = CivilDate(year: year, month: month, day: 1).days
                var day = (weekday - CivilDate.weekday(ofDays: first) + 7) % 7 + (week - 1) * 7
                if day >= CivilDate.length(ofMonth: month, year: year) { day -= 7 }
                return first + day
            }
        }
    }

    /// Seconds by which the standard time is ahead of UTC.
    let standard: Int64
    /// The other time, if there is one.
    let daylight: Daylight?

    /// The stretch without a jump in which a second lies, counted from 1970.
    func span(at second: Int64) -> ZoneSpan {
        guard let daylight else { return ZoneSpan(start: nil, end: nil, offset: standard) }
        let year = CivilDate(days: CivilDate.split(second + standard).days).year
        var span = ZoneSpan(start: nil, end: nil, offset: standard)
        // A change may lie a week before or after the year that it is reckoned for.
        for year in year - 2...year + 2 {
            span.take(daylight.start.local(in: year) - standard, daylight.offset, around: second)
            span.take(daylight.end.local(in: year) - daylight.offset, standard, around: second)
        }
        return span
    }
}

extension ZoneSpan {
    /// Takes a change of the clocks into account, if it is the last one before `second` or the first one after it.
    ///
    /// Of two changes at one instant the one that is told later counts: where a year's end meets the next year's
    /// beginning, the zone has its other time all year.
    fileprivate mutating func take(_ change: Int64, _ newOffset: Int64, around second: Int64) {
        if change <= second {
            guard change >= start ?? .min else { return }
            start = change
            offset = newOffset
        } else {
            end = min(end ?? .max, change)
        }
    }
}
