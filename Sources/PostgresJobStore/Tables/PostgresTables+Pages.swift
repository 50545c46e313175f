package import JobModel
package import JobStore

// Pages of sellers and lanes.
extension PostgresTables {
    package func authorizations(matching search: AuthorizationSearch) throws -> [AuthorizationRow] {
        var conditions = Conditions()
        if let needle = search.needle {
            conditions.add(needle) { "position(\($0)::text IN lower(a.seller || '/' || a.region)) > 0" }
        }
        if let keys = search.keys {
            if keys.isEmpty { return [] }
            let places = keys.map { key in
                let place = [key.seller, key.region, key.application].map { conditions.parameter($0) }
                return "(\(place.joined(separator: ", ")))"
            }
            conditions.add("(a.seller, a.region, p.name) IN (\(places.joined(separator: ", ")))")
        }
        if let application = search.application { conditions.add(application) { "p.name = \($0)" } }
        if !search.states.isEmpty {
            let states = search.states.map { String($0.rawValue) }.sorted().joined(separator: ",")
            conditions.add("a.state IN (\(states))")
        }
        if let isPaused = search.isPaused { conditions.add("a.pause_reason IS \(isPaused ? "NOT NULL" : "NULL")") }
        if let after = search.after {
            let mark = [after.seller, after.region, after.application].map { conditions.parameter($0) }
            conditions.add("(a.seller, a.region, p.name) > (\(mark.joined(separator: ", ")))")
        }
        return try rows(
            """
            SELECT \(Self.authorizationColumns) \(conditions.clause) ORDER BY a.seller, a.region, p.name
            LIMIT \(conditions.next)
            """, conditions.values + [search.limit], authorization)
    }

    // Served by lane_key, job_waiting's key and job_suspect. Each lane's jobs are counted apart, or the planner might join them all.
    package func waitingCounts(of authorizations: [AuthorizationRow], cap: Int) throws -> [Int64: Int] {
        if authorizations.isEmpty { return [:] }
        let pairs = try rows(
            """
            SELECT u.id,
                (SELECT count(*) FROM (
                    SELECT 1 FROM lane l CROSS JOIN LATERAL (
                        SELECT 1 FROM job_waiting w WHERE w.lane_id = l.id LIMIT $3::bigint) h
                    WHERE l.application_id = u.application_id AND coalesce(l.authorization_id, 0) = u.id
                    LIMIT $3::bigint) c)
                + (SELECT count(*) FROM job j WHERE j.is_suspect AND j.authorization_id = u.id AND \(Self.isIdle))
            FROM unnest($1::bigint[], $2::bigint[]) AS u(id, application_id)
            """,
            [ArrayText(authorizations.map(\.id)), ArrayText(authorizations.map(\.applicationID)), cap]
        ) { ($0.int64(0), min(cap, $0.int(1))) }
        return Dictionary(pairs) { first, _ in first }
    }

    // By number; conditions are looked at on the way. The sums keep the planner from sorting all lanes of an owner.
    package func lanes(matching search: LaneSearch, now: Timestamp) throws -> [LaneRow] {
        var conditions = Conditions()
        if let id = search.afterID { conditions.add(id) { "l.id > \($0)" } }
        switch search.condition {
        case nil: break
        case .blocked?: conditions.add(now.microseconds) { "l.blocked_until > \($0)" }
        case .paused?: conditions.add("l.pause_reason IS NOT NULL")
        case .waiting?: conditions.add("l.job_at IS NOT NULL")
        }
        if let application = search.application {
            conditions.add(application) { "l.application_id + 0 = (SELECT id FROM application WHERE name = \($0))" }
        }
        for (column, value) in [("seller", search.seller), ("region", search.region)] {
            guard let value else { continue }
            conditions.add(value) {
                "l.authorization_id + 0 = ANY(ARRAY(SELECT id FROM \"authorization\" WHERE \(column) = \($0)))"
            }
        }
        if let needle = search.needle { conditions.add(needle) { "position(\($0)::text IN lower(l.operation)) > 0" } }
        return try rows(
            "SELECT \(Self.laneColumns) \(conditions.clause) ORDER BY l.id LIMIT \(conditions.next)",
            conditions.values + [search.limit], lane)
    }

    // Served by job_waiting's key and job_suspect.
    package func waitingCounts(laneIDs: [Int64], cap: Int) throws -> [Int64: Int] {
        if laneIDs.isEmpty { return [:] }
        let pairs = try rows(
            """
            SELECT u.id,
                (SELECT count(*) FROM (
                    SELECT 1 FROM job_waiting WHERE lane_id = u.id LIMIT $2::bigint) c)
                + (SELECT count(*) FROM job j WHERE j.is_suspect AND j.lane_id = u.id AND \(Self.isIdle))
            FROM unnest($1::bigint[]) AS u(id)
            """, [ArrayText(laneIDs), cap]
        ) { ($0.int64(0), $0.int(1)) }
        return Dictionary(pairs) { first, _ in first }
    }

    // Served by lane_due, or by lane_key.
    package func oldestReady(applicationID: Int64, grantlessOnly: Bool, now: Timestamp) throws -> Timestamp? {
        let scope = grantlessOnly ? Self.grantless : "lane WHERE application_id = $1"
        return try first(
            "SELECT min(job_at) FROM \(scope) AND next_at IS NOT NULL AND next_at <= $2",
            [applicationID, now.microseconds]
        ) { $0.optionalInstant(0) } ?? nil
    }
}
