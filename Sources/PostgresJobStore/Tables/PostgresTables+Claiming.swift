package import JobModel
package import JobStore

// Finding what a claim can take, among what nobody else works on just now.
extension PostgresTables {
    /// So many lanes more than wanted are looked at: others may have some of them.
    private static let spare = 16

    // Read from lane_due and lane_urgent alone; lanes without a seller, of which there are few, from lane_key.
    package func dueLanes(
        applicationID: Int64, grantlessOnly: Bool, now: Timestamp, urgentOnly: Bool, limit: Int
    ) throws -> [DueLane] {
        fetched.heads = [:]
        let page = pageOfLanes(applicationID: applicationID, urgentOnly: urgentOnly, limit: min(limit, 10_000))
        let ids = try lockDueLanes(
            in: grantlessOnly ? Self.grantless : "lane WHERE application_id = $1", applicationID, now: now,
            urgentOnly: urgentOnly, atLeast: page)
        if ids.isEmpty { return [] }
        // They may have changed until they were locked.
        let lanes = try rows("SELECT \(Self.laneColumns) WHERE l.id = ANY($1::bigint[])", [ArrayText(ids)], lane)
        let due = lanes.compactMap { lane -> DueLane? in
            guard let nextAt = lane.nextAt, nextAt <= now, !urgentOnly || lane.hasUrgent,
                isLocked((lane.id, lane.authorizationID, lane.applicationLimiterID))
            else { return nil }
            fetched.lanes[lane.id] = lane
            owners.learn(lane)
            return DueLane(id: lane.id, nextAt: nextAt, turn: lane.turn)
        }.sorted { ($0.nextAt, $0.turn, $0.id) < ($1.nextAt, $1.turn, $1.id) }.prefix(page)
        try fetchHeads(of: due.map(\.id))
        return Array(due)
    }

    /// How many lanes are looked for. First as many as a claim needs where each has jobs to spare: what is locked is kept
    /// from other workers, and what is fetched in vain costs the most. The claim comes back when that was too few.
    private func pageOfLanes(applicationID: Int64, urgentOnly: Bool, limit: Int) -> Int {
        if urgentOnly || !fetched.dueLookups.insert(applicationID).inserted { return limit }
        return min(limit, max(Self.spare, limit / max(1, headSize - 1)))
    }

    /// Locks the lanes that are due for longest, as far as nobody else has them, and looks further where others have
    /// many.
    private func lockDueLanes(
        in scope: String, _ applicationID: Int64, now: Timestamp, urgentOnly: Bool, atLeast count: Int
    ) throws -> [Int64] {
        let urgent = urgentOnly ? " AND has_urgent" : ""
        var seen: Set<Int64> = []
        var free: [Int64] = []
        var depth = count + Self.spare
        for _ in 0..<3 {
            let candidates = try rows(
                """
                SELECT id, authorization_id, application_limiter_id FROM \(scope)
                    AND next_at IS NOT NULL AND next_at <= $2\(urgent)
                ORDER BY next_at, turn LIMIT $3
                """, [applicationID, now.microseconds, depth]
            ) { (id: $0.int64(0), authorizationID: $0.optionalInt64(1), limiterID: $0.optionalInt64(2)) }
            var fresh = candidates.filter { !seen.contains($0.id) }[...]
            while free.count < count, !fresh.isEmpty {
                let some = fresh.prefix(count - free.count + Self.spare)
                fresh = fresh.dropFirst(some.count)
                try lock(
                    authorizations: Set(some.compactMap(\.authorizationID)),
                    lanes: Set(some.filter { $0.authorizationID == nil }.map(\.id)),
                    limiters: Set(some.compactMap(\.limiterID)), skipping: true)
                free += some.filter(isLocked).map(\.id)
                seen.formUnion(some.map(\.id))
            }
            if free.count >= count || candidates.count < depth { return free }
            depth *= 4
        }
        return free
    }

    private func isLocked(_ lane: (id: Int64, authorizationID: Int64?, limiterID: Int64?)) -> Bool {
        guard case .rows(let locked) = scope else { return true }
        return locked.holds(authorizationID: lane.authorizationID, laneID: lane.id)
            && lane.limiterID.map { locked.limiters.contains($0) } ?? true
    }

    private func fetchHeads(of lanes: [Int64]) throws {
        if lanes.isEmpty { return }
        for id in lanes { fetched.heads[id] = [] }
        let found = try waitingJobs(
            """
            SELECT h.* FROM unnest($1::bigint[]) AS k(id) CROSS JOIN LATERAL (
                SELECT \(Self.waitingColumns)
                WHERE w.lane_id = k.id ORDER BY w.priority, w.run_at, w.job_id LIMIT $2) AS h
            """, [ArrayText(lanes), headSize])
        for job in found { fetched.heads[job.row.laneID]?.append(job) }
    }

    /// Locks the owners of jobs as far as nobody else has them, and returns those jobs as they are then.
    func lockable(_ jobs: [JobRow]) throws -> [JobRow] {
        guard case .rows = scope, !jobs.isEmpty else { return jobs }
        let lanes = try rows(
            """
            SELECT l.id, l.authorization_id, l.application_limiter_id, j.id
            FROM job j CROSS JOIN LATERAL (SELECT * FROM lane WHERE id = j.lane_id OFFSET 0) l
            WHERE j.id = ANY($1::bigint[]) AND j.authorization_id IS NOT DISTINCT FROM l.authorization_id
            """, [ArrayText(jobs.map(\.id.value))]
        ) { (id: $0.int64(0), authorizationID: $0.optionalInt64(1), limiterID: $0.optionalInt64(2), job: $0.int64(3)) }
        try lock(
            authorizations: Set(lanes.compactMap(\.authorizationID)),
            lanes: Set(lanes.filter { $0.authorizationID == nil }.map(\.id)),
            limiters: Set(lanes.compactMap(\.limiterID)), skipping: true)
        let ids = lanes.filter { isLocked(($0.id, $0.authorizationID, $0.limiterID)) }.map(\.job)
        return try rows(
            "SELECT \(Self.jobColumns) WHERE j.id = ANY($1::bigint[]) AND r.job_id IS NULL AND e.job_id IS NULL",
            [ArrayText(ids)], job)
    }
}
