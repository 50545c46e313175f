import JobModel
import JobStore

// Schedules.
extension TroubledStore {
    func planSchedules(_ plans: [SchedulePlan], complete definitions: Set<String>?) async throws {
        try enter(.planSchedules)
        try await inner.planSchedules(plans, complete: definitions)
    }

    func fire(_ fires: [ScheduleFire]) async throws -> [ScheduleFireAnswer] {
        try enter(.fire)
        return try await inner.fire(fires)
    }

    func fireByHand(_ fires: [HandFire], isForced: Bool, actor: String) async throws -> [HandFireAnswer] {
        try await inner.fireByHand(fires, isForced: isForced, actor: actor)
    }

    func fillTemplate(
        _ fence: RunFence, parameters: String, options: String?, body: String?, output: String?, cursor: String?,
        isBehind: Bool
    ) async throws -> Bool {
        try enter(.fillTemplate)
        return try await inner.fillTemplate(
            fence, parameters: parameters, options: options, body: body, output: output, cursor: cursor,
            isBehind: isBehind)
    }

    func follow(
        _ fence: RunFence, _ key: ScheduleKey, application: String, jobs: [NewJob], _ checkpoint: Checkpoint
    ) async throws -> Bool {
        try await inner.follow(fence, key, application: application, jobs: jobs, checkpoint)
    }

    func restChain(_ fence: RunFence, behind key: ScheduleKey) async throws -> Bool {
        try await inner.restChain(fence, behind: key)
    }

    func setCursor(_ key: ScheduleKey, to cursor: String?, actor: String) async throws -> Bool {
        try await inner.setCursor(key, to: cursor, actor: actor)
    }

    func pauseSchedules(
        _ definition: String, seller: String?, region: String?, reason: String?, actor: String
    ) async throws -> Int {
        try await inner.pauseSchedules(definition, seller: seller, region: region, reason: reason, actor: actor)
    }

    func dueSchedules(now: Timestamp, limit: Int) async throws -> [ScheduleRow] {
        await inner.dueSchedules(now: now, limit: limit)
    }

    func nextScheduleDue() async throws -> Timestamp? { await inner.nextScheduleDue() }

    func schedules(matching filter: ScheduleFilter) async throws -> [ScheduleRow] {
        await inner.schedules(matching: filter)
    }

    func schedules(matching search: ScheduleSearch) async throws -> [ScheduleStanding] {
        await inner.schedules(matching: search)
    }

    func schedule(_ key: ScheduleKey) async throws -> ScheduleRow? { await inner.schedule(key) }
    func scheduleSummaries() async throws -> [ScheduleSummary] { await inner.scheduleSummaries() }

    func scheduleSummary(_ definition: String) async throws -> ScheduleSummary? {
        await inner.scheduleSummary(definition)
    }
}
