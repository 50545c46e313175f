import JobModel
import JobStore

@testable import spworker

/// The models of all rows. Whoever looks at it touches those alone whose time has come: there are thousands, and a month has
/// hundreds of looks.
struct CalendarBoard {
    private var models: [CalendarModel] = []
    private var keys: [ScheduleKey] = []
    private var places: [ScheduleKey: Int] = [:]
    /// When each is due next; never is far away.
    private var due: [Timestamp] = []
    /// What schedules name in the time that is looked at, by their description: sellers of one zone share it.
    private var fires: [String: [Timestamp]] = [:]

    private static let never = Timestamp(microseconds: .max)

    /// A row more.
    mutating func add(
        _ key: ScheduleKey, _ definition: DefinitionSchedule, _ plan: FirePlan, from start: Timestamp,
        through end: Timestamp
    ) {
        let name = "\(plan.schedule)"
        let first = start - .seconds(86_400)
        let all = fires[name] ?? plan.schedule.last(.max, from: first, through: end)
        fires[name] = all
        let model = CalendarModel(definition, plan, fires: all.filter { $0 > start - plan.delay })
        places[key] = models.count
        models.append(model)
        keys.append(key)
        due.append(model.nextDue ?? Self.never)
    }

    /// Each row with its model.
    var entries: Zip2Sequence<[ScheduleKey], [CalendarModel]> { zip(keys, models) }

    /// The rows whose time has come.
    func dueKeys(at now: Timestamp) -> [ScheduleKey] {
        due.indices.filter { due[$0] <= now }.map { keys[$0] }
    }

    /// Somebody looks at all rows.
    mutating func look(at now: Timestamp) {
        for place in due.indices where due[place] <= now { look(place, at: now) }
    }

    /// Somebody looks at one row.
    mutating func look(_ key: ScheduleKey, at now: Timestamp) {
        if let place = places[key], due[place] <= now { look(place, at: now) }
    }

    private mutating func look(_ place: Int, at now: Timestamp) {
        models[place].look(at: now)
        due[place] = models[place].nextDue ?? Self.never
    }

    /// The job for an instant has ended.
    mutating func close(_ key: ScheduleKey, _ instant: Timestamp) {
        if let place = places[key] { models[place].open.remove(instant) }
    }

    /// A job has read a window. Returns how far the row had been read before.
    mutating func read(_ key: ScheduleKey, from start: Timestamp, to end: Timestamp) -> Timestamp? {
        guard let place = places[key] else { return nil }
        let reached = models[place].reached
        models[place].reached = max(reached ?? end, end)
        return reached
    }
}
