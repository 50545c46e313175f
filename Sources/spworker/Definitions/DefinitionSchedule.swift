import JobModel
import JobStore
import OperationCatalogue

/// When a definition fires, and for whom by which clock.
struct DefinitionSchedule: Sendable {
    /// Whose clock a cron expression goes by.
    enum Clock: Sendable {
        /// The same for all sellers.
        case zone(Zone)
        /// That of each seller's first marketplace, by the zone's name.
        case marketplace([String: Zone])
    }

    /// The time: a calendar's, or every so often.
    enum Timing: Sendable {
        case cron(CronExpression)
        case every(Every)
    }

    /// As it was written, for people.
    let text: String
    let timing: Timing
    let missed: MissedFires
    let overlap: ScheduleFire.Overlap
    let jitter: ScheduleJitter

    /// The plan of one seller's fires.
    func plan(of definition: String, for seller: DefinitionSeller, by clock: Clock) -> FirePlan {
        let schedule: Schedule =
            switch timing {
            case .cron(let expression): .cron(expression, clock.zone(of: seller))
            case .every(let every): .every(every)
            }
        return FirePlan(
            schedule, missed: missed,
            delay: jitter.delay(definition: definition, seller: seller.id, region: seller.region.rawValue))
    }

    /// Changes when fires that were planned before are no longer right.
    func signature(for seller: DefinitionSeller, by clock: Clock) -> String {
        switch timing {
        case .cron: "\(text) in \(clock.zone(of: seller).name), spread \(jitter.spread)"
        case .every: "\(text), spread \(jitter.spread)"
        }
    }
}

extension DefinitionSchedule.Clock {
    /// The zone that a seller's jobs go by. A seller without marketplaces lives by UTC.
    func zone(of seller: DefinitionSeller) -> Zone {
        switch self {
        case .zone(let zone): zone
        case .marketplace(let zones): seller.marketplaces.first.flatMap { zones[$0.timeZone] } ?? .utc
        }
    }
}
