package import JobModel
package import JobStore

extension SeveredStore {
    package func planSchedules(_ plans: [SchedulePlan], complete definitions: Set<String>?) async throws {
        try await pass(.planSchedules) { try await inner.planSchedules(plans, complete: definitions) }
    }

    package func fire(_ fires: [ScheduleFire]) async throws -> [ScheduleFireAnswer] {
        try await pass(.fire) { try await inner.fire(fires) }
    }

    package func fireByHand(_ fires: [HandFire], isForced: Bool, actor: String) async throws -> [HandFireAnswer] {
        try await pass(.fireByHand) { try await inner.fireByHand(fires, isForced: isForced, actor: actor) }
    }

    package func fillTemplate(
        _ fence: RunFence, parameters: String, options: String?, body: String?, output: String?, cursor: String?,
        isBehind: Bool
    ) async throws -> Bool {
        try await pass(.fillTemplate) {
            try await inner.fillTemplate(
                fence, parameters: parameters, options: options, body: body, output: output, cursor: cursor,
                isBehind: isBehind)
        }
    }

    package func follow(
        _ fence: RunFence, _ key: ScheduleKey, application: String, jobs: [NewJob], _ checkpoint: Checkpoint
    ) async throws -> Bool {
        try await pass(.follow) {
            try await inner.follow(fence, key, application: application, jobs: jobs, checkpoint)
        }
    }

    package func restChain(_ fence: RunFence, behind key: ScheduleKey) async throws -> Bool {
        try await pass(.restChain) { try await inner.restChain(fence, behind: key) }
    }

    package func setCursor(_ key: ScheduleKey, to cursor: String?, actor: String) async throws -> Bool {
        try await pass(.setCursor) { try await inner.setCursor(key, to: cursor, actor: actor) }
    }

    package func pauseSchedules(
        _ definition: String, seller: String?, region: String?, reason: String?, actor: String
    ) async throws -> Int {
        try await pass(.pauseSchedules) {
            try await inner.pauseSchedules(definition, seller: seller, region: region, reason: reason, actor: actor)
        }
    }

    package func dueSchedules(now: Timestamp, limit: Int) async throws -> [ScheduleRow] {
        try await pass(.read) { try await inner.dueSchedules(now: now, limit: limit) }
    }

    package func nextScheduleDue() async throws -> Timestamp? {
        try await pass(.read) { try await inner.nextScheduleDue() }
    }

    package func schedules(matching filter: ScheduleFilter) async throws -> [ScheduleRow] {
        try await pass(.read) { try await inner.schedules(matching: filter) }
    }

    package func schedules(matching search: ScheduleSearch) async throws -> [ScheduleStanding] {
        try await pass(.read) { try await inner.schedules(matching: search) }
    }

    package func schedule(_ key: ScheduleKey) async throws -> ScheduleRow? {
        try await pass(.read) { try await inner.schedule(key) }
    }

    package func scheduleSummaries() async throws -> [ScheduleSummary] {
        try await pass(.read) { try await inner.scheduleSummaries() }
    }

    package func scheduleSummary(_ definition: String) async throws -> ScheduleSummary? {
        try await pass(.read) { try await inner.scheduleSummary(definition) }
    }
}
