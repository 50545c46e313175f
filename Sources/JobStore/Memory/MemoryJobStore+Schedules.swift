package import JobModel

// Schedules, and the jobs that they put in.
extension MemoryJobStore {
    package func planSchedules(_ plans: [SchedulePlan], complete definitions: Set<String>?) throws {
        try write { transaction in
            try transaction.plan(plans)
            guard let definitions else { return }
            let keys = Set(plans.map(\.key))
            try transaction.retireSchedules(
                tables.schedules(matching: ScheduleFilter(isActive: true, limit: .max)).map(\.key).filter {
                    !definitions.contains($0.definition) || !keys.contains($0)
                })
        }
    }

    package func fire(_ fires: [ScheduleFire]) throws -> [ScheduleFireAnswer] {
        try write(wakes: true) { try $0.fire(fires) }
    }

    package func fireByHand(_ fires: [HandFire], isForced: Bool, actor: String) throws -> [HandFireAnswer] {
        try write(wakes: true) { try $0.fireByHand(fires, isForced: isForced, actor: actor) }
    }

    package func fillTemplate(
        _ fence: RunFence, parameters: String, options: String?, body: String?, output: String?, cursor: String?,
        isBehind: Bool
    ) throws -> Bool {
        try write {
            try $0.fillTemplate(
                fence, parameters: parameters, options: options, body: body, output: output, cursor: cursor,
                isBehind: isBehind)
        }
    }

    package func follow(
        _ fence: RunFence, _ key: ScheduleKey, application: String, jobs: [NewJob], _ checkpoint: Checkpoint
    ) throws -> Bool {
        try write(wakes: true) { try $0.follow(fence, key, application: application, jobs: jobs, checkpoint) }
    }

    package func restChain(_ fence: RunFence, behind key: ScheduleKey) throws -> Bool {
        try write { try $0.restChain(fence, behind: key) }
    }

    package func setCursor(_ key: ScheduleKey, to cursor: String?, actor: String) throws -> Bool {
        try write { try $0.setCursor(key, to: cursor, actor: actor) }
    }

    package func pauseSchedules(
        _ definition: String, seller: String?, region: String?, reason: String?, actor: String
    ) throws -> Int {
        try write(wakes: true) {
            try $0.pauseSchedules(definition, seller: seller, region: region, reason: reason, actor: actor)
        }
    }

    package func dueSchedules(now: Timestamp, limit: Int) -> [ScheduleRow] {
        tables.dueSchedules(now: now, limit: limit)
    }

    package func nextScheduleDue() -> Timestamp? { tables.nextScheduleDue() }
    package func schedules(matching filter: ScheduleFilter) -> [ScheduleRow] { tables.schedules(matching: filter) }
    package func schedules(matching search: ScheduleSearch) -> [ScheduleStanding] {
        tables.schedules(matching: search)
    }

    package func schedule(_ key: ScheduleKey) -> ScheduleRow? { tables.schedule(key: key) }
    package func scheduleSummaries() -> [ScheduleSummary] { tables.scheduleSummaries(of: nil) }

    package func scheduleSummary(_ definition: String) -> ScheduleSummary? {
        tables.scheduleSummaries(of: definition).first
    }
}
