import JobModel
import JobStore

@testable import spworker

/// What should have been put in for one row, kept the plain way: a list of its fires, and how far it has been decided.
struct CalendarModel {
    let missed: MissedFires
    let skipsOverlap: Bool
    let delay: Duration
    /// The instants that the schedule names, in rising order.
    let fires: [Timestamp]
    /// The first fire that has not been decided.
    private(set) var index = 0
    /// The instants for which a job should have been put in.
    private(set) var due: Set<Timestamp> = []
    /// Those among them whose jobs have not ended.
    var open: Set<Timestamp> = []
    /// Windows that succeeded, in the order in which they did.
    var windows: [(from: Timestamp, to: Timestamp)] = []

    init(_ definition: DefinitionSchedule, _ plan: FirePlan, from start: Timestamp, through end: Timestamp) {
        missed = definition.missed
        skipsOverlap = definition.overlap == .skip
        delay = plan.delay
        var fires: [Timestamp] = []
        var next = plan.schedule.next(after: start - plan.delay)
        while let fire = next, fire <= end {
            fires.append(fire)
            next = plan.schedule.next(after: fire)
        }
        self.fires = fires
    }

    func isDue(at now: Timestamp) -> Bool { index < fires.count && fires[index] + delay <= now }

    /// Somebody looks at the row, and decides about all that has come.
    mutating func look(at now: Timestamp) {
        let first = index
        while isDue(at: now) { index += 1 }
        var chosen = Array(fires[first..<index])
        switch missed {
        case .one: chosen = chosen.suffix(1)
        case .all(let count): chosen = chosen.suffix(count)
        case .skip: chosen = chosen.suffix(1).filter { now - ($0 + delay) <= .seconds(60) }
        }
        guard !(skipsOverlap && !open.isEmpty) else { return }
        due.formUnion(chosen)
        open.formUnion(chosen)
    }
}
