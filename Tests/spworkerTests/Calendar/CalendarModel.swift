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
    /// How far the windows that succeeded have reached.
    var reached: Timestamp?

    /// - Parameters:
    ///   - plan: When the row fires, and by how much later than its schedule says.
    ///   - fires: The instants that the schedule names in the time that is looked at.
    init(_ definition: DefinitionSchedule, _ plan: FirePlan, fires: [Timestamp]) {
        missed = definition.missed
        skipsOverlap = definition.overlap == .skip
        delay = plan.delay
        self.fires = fires
    }

    /// When the first fire that has not been decided is due; `nil` when there is none.
    var nextDue: Timestamp? { index < fires.count ? fires[index] + delay : nil }

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
