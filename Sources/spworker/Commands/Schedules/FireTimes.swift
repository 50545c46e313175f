import JobModel
import OperationCatalogue
import Overview
import Worker

/// The next fires of a schedule, as a zone's clocks show them.
struct FireTimes {
    /// What was asked.
    struct Request: Sendable {
        let schedule: String
        let zone: String
        let from: String?
        let count: Int
    }

    /// Why there is no answer.
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    /// More than anybody reads.
    static let most = 1000
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

    let schedule: Schedule
    let zone: Zone
    let instants: [Timestamp]

    /// The answer as programs read it.
    var json: JSONValue {
        .object([
            "schedule": .string(words), "timezone": .string(zone.name),
            "times": .array(
                instants.map { .object(["at": .time($0), "local": .string(zone.text($0))]) }),
        ])
    }

    /// The schedule without its zone.
    private var words: String {
        switch schedule {
        case .cron(let expression, _): expression.text
        case .every(let every): every.description
        }
    }

    func print(to console: Console) {
        guard !instants.isEmpty else { return console.line("It does not fire again before the year 10000.") }
        // The clocks of UTC need no second column.
        let isPlain = zone == .utc
        var table = Table([("DAY", .left), (zone.name.uppercased(), .left)] + (isPlain ? [] : [("UTC", .left)]))
        for instant in instants {
            let day = Self.weekdays[zone.local(at: instant).weekday]
            table.add([(day, nil), (zone.text(instant), nil)] + (isPlain ? [] : [(instant.iso8601, .faint)]))
        }
        table.print(to: console)
    }
}

extension FireTimes.Request {
    /// Answers. Blocks while the zone's file is read.
    func times(_ zones: some ZoneSource, now: Timestamp) throws(FireTimes.Problem) -> FireTimes {
        let zone: Zone
        let schedule: Schedule
        do throws(ZoneLookupError) { zone = try zones.zone(named: self.zone) } catch {
            throw FireTimes.Problem(description: error.description)
        }
        do throws(ScheduleError) { schedule = try Schedule(self.schedule, in: zone) } catch {
            throw FireTimes.Problem(description: error.description)
        }
        var instants: [Timestamp] = []
        var last = try start(zone, now: now)
        while instants.count < count, let next = schedule.next(after: last) {
            instants.append(next)
            last = next
        }
        return FireTimes(schedule: schedule, zone: zone, instants: instants)
    }

    private func start(_ zone: Zone, now: Timestamp) throws(FireTimes.Problem) -> Timestamp {
        guard let from else { return now }
        if let local = LocalTime(from) { return zone.instants(of: local).instant }
        guard let instant = Timestamp(iso8601: from) else {
            throw FireTimes.Problem(
                description: "--from '\(from)' is not a time; write 2026-03-29T01:30, or 2026-03-29T01:30:00Z for UTC")
        }
        return instant
    }
}
