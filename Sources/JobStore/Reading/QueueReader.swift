package import JobModel

/// Reads a queue's tables inside one read transaction; the same for all stores.
package struct QueueReader<Tables: QueueTables> {
    let tables: Tables
    let now: Timestamp

    /// Reads `tables` as of `now`.
    package init(tables: Tables, now: Timestamp) {
        self.tables = tables
        self.now = now
    }

    /// Jobs with the rows around them.
    package func jobs(matching filter: JobFilter) throws -> [JobRecord] {
        var around = Surroundings()
        return try tables.jobs(matching: filter).map { try record($0, content: nil, &around) }
    }

    /// One job with its content.
    package func job(_ id: JobID) throws -> JobRecord? {
        guard let row = try tables.job(id: id) else { return nil }
        var around = Surroundings()
        return try record(row, content: tables.content(of: id), &around)
    }

    /// Rows that many jobs of a list have in common: each is read once.
    struct Surroundings {
        var lanes: [Int64: LaneRow] = [:]
        var limiters: [Int64: ApplicationLimiterRow] = [:]
        var authorizations: [Int64: AuthorizationRow] = [:]
        var applications: [Int64: ApplicationRow] = [:]

        static func row<Row>(
            _ id: Int64, _ known: inout [Int64: Row], _ read: (Int64) throws -> Row?
        ) rethrows -> Row? {
            if let row = known[id] { return row }
            let row = try read(id)
            known[id] = row
            return row
        }
    }

    func record(
        _ row: JobRow, content: JobContent?, _ around: inout Surroundings
    ) throws -> JobRecord {
        guard let lane = try Surroundings.row(row.laneID, &around.lanes, { try tables.lane(id: $0) }) else {
            throw QueueInconsistency.missing("lane", row.laneID)
        }
        let owner = lane.applicationID
        guard let application = try Surroundings.row(owner, &around.applications, { try tables.application(id: $0) })
        else { throw QueueInconsistency.missing("application", owner) }
        return JobRecord(
            row: row, content: content, lane: lane,
            limiter: try lane.applicationLimiterID.flatMap {
                try Surroundings.row($0, &around.limiters) { try tables.applicationLimiter(id: $0) }
            },
            authorization: try row.authorizationID.flatMap {
                try Surroundings.row($0, &around.authorizations) { try tables.authorization(id: $0) }
            },
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
