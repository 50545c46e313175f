package import JobModel
package import JobStore

// Reads go through a few connections of their own and never hold writers up.
extension SQLiteJobStore {
    package func jobs(matching filter: JobFilter) async throws -> [JobRecord] {
        try await read(reader: { try $0.jobs(matching: filter) })
    }

    package func job(_ id: JobID) async throws -> JobRecord? { try await read(reader: { try $0.job(id) }) }
    package func runningJobs() async throws -> [JobRow] { try await read { try $0.runningJobs() } }
    package func attempts(of id: JobID) async throws -> [AttemptRow] { try await read { try $0.attempts(of: id) } }
    package func counts() async throws -> [JobState: Int] { try await read { try $0.counts() } }
    package func figures() async throws -> QueueFigures { try await read(reader: { try $0.figures() }) }
    package func lanes() async throws -> [LaneRecord] { try await read(reader: { try $0.lanes() }) }
    package func authorizations() async throws -> [AuthorizationRow] { try await read { try $0.authorizations() } }
    package func troubledAuthorizations() async throws -> [AuthorizationRow] {
        try await read { try $0.troubledAuthorizations() }
    }
    package func applications() async throws -> [ApplicationRow] { try await read { try $0.applications() } }

    package func events(after id: Int64, limit: Int) async throws -> [EventRow] {
        try await read { try $0.events(after: id, limit: limit) }
    }

    package func latestEvents(limit: Int) async throws -> [EventRow] {
        try await read { try $0.latestEvents(limit: limit) }
    }
    package func latestEvents(of key: AuthorizationKey, limit: Int) async throws -> [EventRow] {
        try await read { try $0.latestEvents(of: key, limit: limit) }
    }

    package func inboxRows(status: String?, limit: Int) async throws -> [InboxRow] {
        try await read { try $0.inboxRows(status: status, limit: limit) }
    }

    package func inboxCount(status: String) async throws -> Int { try await read { try $0.inboxCount(status: status) } }

    package func hasDrainableJobs(startedAt: Timestamp) async throws -> Bool {
        try await read { try $0.hasDrainableJobs(startedAt: startedAt) }
    }

    package func workers() async throws -> [WorkerRow] { try await read { try $0.workers() } }
}
