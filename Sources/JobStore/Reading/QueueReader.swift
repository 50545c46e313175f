package import JobModel

/// Reads a queue's tables inside one read transaction; the same for all stores.
package struct QueueReader<Tables: QueueTables> {
    let tables: Tables
    private let now: Timestamp

    /// Reads `tables` as of `now`.
    package init(tables: Tables, now: Timestamp) {
        self.tables = tables
        self.now = now
    }

    /// Jobs with the rows around them.
    package func jobs(matching filter: JobFilter) throws -> [JobRecord] {
        try tables.jobs(matching: filter).map { try record($0, content: nil) }
    }

    /// One job with its content.
    package func job(_ id: JobID) throws -> JobRecord? {
        guard let row = try tables.job(id: id) else { return nil }
        return try record(row, content: tables.content(of: id))
    }

    private func record(_ row: JobRow, content: JobContent?) throws -> JobRecord {
        guard let lane = try tables.lane(id: row.laneID) else { throw QueueInconsistency.missing("lane", row.laneID) }
        guard let application = try tables.application(id: lane.applicationID) else {
            throw QueueInconsistency.missing("application", lane.applicationID)
        }
        return JobRecord(
            row: row, content: content, lane: lane,
            limiter: try lane.applicationLimiterID.flatMap { try tables.applicationLimiter(id: $0) },
            authorization: try row.authorizationID.flatMap { try tables.authorization(id: $0) },
            application: application, readAt: now)
    }

    /// The seller's cool-down with this scope.
    package func coolDown(of key: AuthorizationKey, scope: String) throws -> CoolDownRow? {
        guard let id = try tables.authorization(key: key)?.id else { return nil }
        return try tables.coolDown(authorizationID: id, scope: scope)
    }

    /// All lanes with a capped count of their waiting jobs.
    package func lanes() throws -> [LaneRecord] {
        try tables.lanes().map { lane in
            LaneRecord(
                lane: lane, waiting: lane.jobAt == nil ? 0 : try tables.waitingCount(laneID: lane.id, cap: 10_000),
                readAt: now)
        }
    }
}
