package import JobModel
package import JobStore

// Pages of sellers and lanes.
extension SQLiteTables {
    package func authorizations(matching search: AuthorizationSearch) throws -> [AuthorizationRow] {
        var conditions = Conditions()
        if let needle = search.needle { conditions.add("instr(lower(a.seller || '/' || a.region), ?) > 0", needle) }
        if let keys = search.keys {
            if keys.isEmpty { return [] }
            let places = Array(repeating: "(?, ?, ?)", count: keys.count).joined(separator: ", ")
            conditions.add(
                "(a.seller, a.region, p.name) IN (VALUES \(places))",
                values: keys.flatMap { [$0.seller, $0.region, $0.application] })
        }
        if let application = search.application { conditions.add("p.name = ?", application) }
        if !search.states.isEmpty {
            let states = search.states.map { String($0.rawValue) }.sorted().joined(separator: ",")
            conditions.add("a.state IN (\(states))")
        }
        if let isPaused = search.isPaused { conditions.add("a.pause_reason IS \(isPaused ? "NOT NULL" : "NULL")") }
        if let after = search.after {
            conditions.add("(a.seller, a.region, p.name) > (?, ?, ?)", after.seller, after.region, after.application)
        }
        return try rows(
            """
            SELECT \(Self.authorizationColumns) \(conditions.clause) ORDER BY a.seller, a.region, p.name LIMIT ?
            """, conditions.values + [search.limit], authorization)
    }

    // Served by lane_key and job_waiting's key.
    package func waitingCounts(of authorizations: [AuthorizationRow], cap: Int) throws -> [Int64: Int] {
        var counts: [Int64: Int] = [:]
        for row in authorizations {
            counts[row.id] = try first(
                """
                SELECT count(*) FROM (
                    SELECT 1 FROM lane l CROSS JOIN job_waiting w ON w.lane_id = l.id
                    WHERE l.application_id = ? AND ifnull(l.authorization_id, 0) = ? LIMIT ?)
                """, [row.applicationID, row.id, cap]
            ) { $0.int(0) }
        }
        // Suspects are few, whosever they are.
        try each(
            """
            SELECT authorization_id, count(*) FROM job j INDEXED BY job_suspect
            WHERE is_suspect = 1 AND authorization_id IS NOT NULL AND \(Self.isIdle) GROUP BY authorization_id
            """, []
        ) { row in
            if let known = counts[row.int64(0)] { counts[row.int64(0)] = min(cap, known + row.int(1)) }
        }
        return counts
    }

    // By number; conditions are looked at on the way. The plus keeps SQLite from sorting all lanes of an application.
    package func lanes(matching search: LaneSearch, now: Timestamp) throws -> [LaneRow] {
        var conditions = Conditions()
        if let id = search.afterID { conditions.add("l.id > ?", id) }
        switch search.condition {
        case nil: break
        case .blocked?: conditions.add("l.blocked_until > ?", now.microseconds)
        case .paused?: conditions.add("l.pause_reason IS NOT NULL")
        case .waiting?: conditions.add("l.job_at IS NOT NULL")
        }
        if let application = search.application {
            conditions.add("+l.application_id = (SELECT id FROM application WHERE name = ?)", application)
        }
        if let seller = search.seller {
            conditions.add("+l.authorization_id IN (SELECT id FROM authorization WHERE seller = ?)", seller)
        }
        if let region = search.region {
            conditions.add("+l.authorization_id IN (SELECT id FROM authorization WHERE region = ?)", region)
        }
        if let needle = search.needle { conditions.add("instr(lower(l.operation), ?) > 0", needle) }
        return try rows(
            "SELECT \(Self.laneColumns) \(conditions.clause) ORDER BY l.id LIMIT ?",
            conditions.values + [search.limit], lane)
    }

    package func waitingCounts(laneIDs: [Int64], cap: Int) throws -> [Int64: Int] {
        var counts: [Int64: Int] = [:]
        for id in laneIDs { counts[id] = try waitingCount(laneID: id, cap: cap) }
        return counts
    }

    // Served by lane_due, or by lane_key.
    package func oldestReady(applicationID: Int64, grantlessOnly: Bool, now: Timestamp) throws -> Timestamp? {
        let scope = grantlessOnly ? Self.grantless : "lane WHERE application_id = ?"
        return try first(
            "SELECT min(job_at) FROM \(scope) AND next_at IS NOT NULL AND next_at <= ?",
            [applicationID, now.microseconds]
        ) { $0.optionalInstant(0) } ?? nil
    }
}
