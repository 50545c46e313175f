/// When a definition fires: by the calendar of a zone, or at equal distances in time.
package enum Schedule: Sendable, Hashable, CustomStringConvertible {
    case cron(CronExpression, Zone)
    case every(Every)

    /// Reads `every 15m` or a cron expression.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - zone: Whose clocks a cron expression goes by. Intervals have none.
    /// - Throws: `ScheduleError`.
    package init(_ text: String, in zone: Zone) throws(ScheduleError) {
        let words = text.split { $0 == " " || $0 == "\t" }
        if words.first?.lowercased() == "every" {
            self = .every(try Every(words.dropFirst().joined(separator: " ")))
        } else {
            self = .cron(try CronExpression(text), zone)
        }
    }

    /// For example `0 2 * * * in Europe/Berlin`. Two schedules with the same description are the same, but for a zone
    /// whose rules were changed by law.
    package var description: String {
        switch self {
        case .cron(let expression, let zone): "\(expression) in \(zone.name)"
        case .every(let every): every.description
        }
    }

    /// The first fire after `instant`; `nil` when there is none before the year 10000.
    package func next(after instant: Timestamp) -> Timestamp? {
        switch self {
        case .cron(let expression, let zone): expression.next(after: instant, in: zone)
        case .every(let every): every.next(after: instant)
        }
    }

    /// The first fire at or after `instant`.
    package func next(from instant: Timestamp) -> Timestamp? {
        next(after: instant - .microseconds(1))
    }

    /// The last fires of a stretch of time, in rising order.
    ///
    /// Costs about as much as there are fires to give, however long the stretch is.
    ///
    /// - Parameters:
    ///   - count: At most so many.
    ///   - first: The beginning; a fire at it counts.
    ///   - end: The end; a fire at it counts.
    package func last(_ count: Int, from first: Timestamp, through end: Timestamp) -> [Timestamp] {
        guard count > 0, first <= end else { return [] }
        // Looks back a little, then further and further.
        var window: Duration = .seconds(60)
        while true {
            let start = max(first, end - window)
            let found = fires(from: start, through: end, keeping: count)
            if found.count == count || start == first { return found }
            window *= 4
        }
    }

    private func fires(from start: Timestamp, through end: Timestamp, keeping count: Int) -> [Timestamp] {
        var fires: [Timestamp] = []
        var next = next(from: start)
        while let fire = next, fire <= end {
            if fires.count == count { fires.removeFirst() }
            fires.append(fire)
            next = self.next(after: fire)
        }
        return fires
    }
}
