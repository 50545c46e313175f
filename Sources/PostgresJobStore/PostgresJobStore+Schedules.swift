package import JobModel
package import JobStore

// Schedules, and the jobs that they put in.
extension PostgresJobStore {
    /// The most plans that one transaction takes: claims go in between.
    private static let chunk = 500
    /// Rows in a page of the walk that looks for what is gone.
    private static let page = 1000

    // What a power cut takes back is planned again at the next start. Each chunk has a group of its own: claims and
    // ends of runs that wait already go first.
    package func planSchedules(_ plans: [SchedulePlan], complete definitions: Set<String>?) async throws {
        for start in stride(from: 0, to: plans.count, by: Self.chunk) {
            let chunk = plans[start..<min(start + Self.chunk, plans.count)]
            try await write(Reach(schedules: chunk.map(\.key)), durable: false, alone: true) { try $0.plan(chunk) }
        }
        if let definitions { try await retireSchedules(outside: definitions, keeping: Set(plans.map(\.key))) }
    }

    private func retireSchedules(outside definitions: Set<String>, keeping keys: Set<ScheduleKey>) async throws {
        var after: ScheduleKey?
        repeat {
            let rows = try await schedules(
                matching: ScheduleFilter(isActive: true, after: after, limit: Self.page))
            let gone = rows.map(\.key).filter { !definitions.contains($0.definition) || !keys.contains($0) }
            if !gone.isEmpty {
                try await write(Reach(schedules: gone), durable: false, alone: true) { try $0.retireSchedules(gone) }
            }
            after = rows.count < Self.page ? nil : rows.last?.key
        } while after != nil
    }

    package func fire(_ fires: [ScheduleFire]) async throws -> [ScheduleFireAnswer] {
        let reach = Reach.entering(fires.flatMap(\.jobs)) + Reach(schedules: fires.map(\.key))
        return try await write(reach, .enqueue, durable: true, wakes: true, alone: true) { try $0.fire(fires) }
    }

    package func fireByHand(_ fires: [HandFire], isForced: Bool, actor: String) async throws -> [HandFireAnswer] {
        try await write(.wholeQueue, .enqueue, durable: true, wakes: true) {
            try $0.fireByHand(fires, isForced: isForced, actor: actor)
        }
    }

    package func fillTemplate(
        _ fence: RunFence, parameters: String, options: String?, body: String?, output: String?, cursor: String?,
        isBehind: Bool
    ) async throws -> Bool {
        try await write(.job(fence.job), .completion, durable: true) {
            try $0.fillTemplate(
                fence, parameters: parameters, options: options, body: body, output: output, cursor: cursor,
                isBehind: isBehind)
        }
    }

    package func follow(
        _ fence: RunFence, _ key: ScheduleKey, application: String, jobs: [NewJob], _ checkpoint: Checkpoint
    ) async throws -> Bool {
        // What a due schedule locks, and the job that makes it follow.
        let reach =
            Reach(jobs: [fence.job], lanes: checkpoint.lane.map { [$0] } ?? [], schedules: jobs.isEmpty ? [] : [key])
            + .entering(jobs)
        return try await write(reach, .enqueue, durable: true, wakes: true) {
            try $0.follow(fence, key, application: application, jobs: jobs, checkpoint)
        }
    }

    package func restChain(_ fence: RunFence, behind key: ScheduleKey) async throws -> Bool {
        try await write(.wholeQueue, durable: false) { try $0.restChain(fence, behind: key) }
    }

    package func setCursor(_ key: ScheduleKey, to cursor: String?, actor: String) async throws -> Bool {
        try await write(Reach(schedules: [key]), durable: true) { try $0.setCursor(key, to: cursor, actor: actor) }
    }

    package func pauseSchedules(
        _ definition: String, seller: String?, region: String?, reason: String?, actor: String
    ) async throws -> Int {
        try await write(.wholeQueue, durable: true, wakes: true) {
            try $0.pauseSchedules(definition, seller: seller, region: region, reason: reason, actor: actor)
        }
    }

    package func dueSchedules(now: Timestamp, limit: Int) async throws -> [ScheduleRow] {
        try await read { try $0.dueSchedules(now: now, limit: limit) }
    }

    package func nextScheduleDue() async throws -> Timestamp? { try await read { try $0.nextScheduleDue() } }

    package func schedules(matching filter: ScheduleFilter) async throws -> [ScheduleRow] {
        try await read { try $0.schedules(matching: filter) }
    }

    package func schedules(matching search: ScheduleSearch) async throws -> [ScheduleStanding] {
        try await read { try $0.schedules(matching: search) }
    }

    package func schedule(_ key: ScheduleKey) async throws -> ScheduleRow? {
        try await read { try $0.schedule(key: key) }
    }

    package func scheduleSummaries() async throws -> [ScheduleSummary] {
        try await read { try $0.scheduleSummaries(of: nil) }
    }

    package func scheduleSummary(_ definition: String) async throws -> ScheduleSummary? {
        try await read { try $0.scheduleSummaries(of: definition).first }
    }
}
