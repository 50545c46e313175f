package import JobModel
package import JobStore

// What lanes can yield: asked at every visit of a lane, and by a worker that wants to end.
extension PostgresTables {
    /// The columns of a job, and after them those of its content but the body, which may be large.
    static let jobAndContentColumns = jobColumns.replacing(
        "FROM job j", with: ", j.params, j.options, j.output, j.has_body FROM job j")

    /// The content in the columns after those of the job. A body that is not wanted yet is empty.
    func content(_ row: Columns) -> JobContent {
        let start = Self.jobColumnCount
        return JobContent(
            parameters: row.text(start), body: row.flag(start + 3) ? "" : nil, options: row.text(start + 1),
            output: row.optionalText(start + 2))
    }

    /// The jobs with the bodies that they have.
    private func withBodies(
        _ jobs: [(job: JobRow, content: JobContent)]
    ) throws -> [(job: JobRow, content: JobContent)] {
        let ids = jobs.filter { $0.content.body != nil }.map(\.job.id.value)
        if ids.isEmpty { return jobs }
        let pairs = try rows("SELECT job_id, body FROM job_body WHERE job_id = ANY($1::bigint[])", [ArrayText(ids)]) {
            (JobID($0.int64(0)), $0.text(1))
        }
        let bodies = Dictionary(pairs) { first, _ in first }
        return jobs.map { job, content in
            var content = content
            content.body = bodies[job.id]
            return (job, content)
        }
    }

    /// The priorities that occur among the lane's waiting jobs, found by skipping through job_claim.
    private func priorities(laneID: Int64) throws -> [Int] {
        var found: [Int] = []
        while let next = try first(
            "SELECT min(priority) FROM job WHERE lane_id = $1 AND state = 0 AND NOT is_suspect AND priority > $2",
            [laneID, found.last ?? -1], { $0.optionalInt(0) }) ?? nil
        {
            found.append(next)
        }
        return found
    }

    // Served by job_claim. One row more than is wanted tells of the others; where jobs of the future stand between,
    // each priority is asked for by itself, because an urgent job of the future must not hide a due one behind it.
    package func head(laneID: Int64, now: Timestamp, limit: Int) throws -> LaneHead {
        let found =
            try fetched.takeHead(laneID: laneID, atMost: limit + 1, size: headSize)
            ?? rows(
                """
                SELECT \(Self.jobAndContentColumns)
                WHERE j.lane_id = $1 AND j.state = 0 AND NOT j.is_suspect
                ORDER BY j.priority, j.run_at, j.id LIMIT $2
                """, [laneID, limit + 1]
            ) { (job: self.job($0), content: self.content($0)) }
        let first = found.prefix(limit)
        let next = found.count > limit ? found[limit].job : nil
        let due = try withBodies(first.filter { $0.job.runAt <= now })
        guard let next else {
            let others = first.filter { $0.job.runAt > now }.map(\.job)
            return LaneHead(
                due: due,
                others: LaneHorizon(
                    jobAt: others.map(\.runAt).min(), hasUrgent: others.contains { $0.priority == 0 }))
        }
        if due.count == limit {
            let others = next.runAt <= now ? LaneHorizon(jobAt: next.runAt, hasUrgent: next.priority == 0) : nil
            return LaneHead(due: due, others: others)
        }
        return LaneHead(due: try withBodies(dueByPriority(laneID: laneID, now: now, limit: limit)), others: nil)
    }

    private func dueByPriority(
        laneID: Int64, now: Timestamp, limit: Int
    ) throws -> [(job: JobRow, content: JobContent)] {
        var due: [(job: JobRow, content: JobContent)] = []
        for priority in try priorities(laneID: laneID) where due.count < limit {
            due += try rows(
                """
                SELECT \(Self.jobAndContentColumns)
                WHERE j.lane_id = $1 AND j.state = 0 AND NOT j.is_suspect AND j.priority = $2 AND j.run_at <= $3
                ORDER BY j.run_at, j.id LIMIT $4
                """, [laneID, priority, now.microseconds, limit - due.count]
            ) { (job($0), content($0)) }
        }
        return due
    }

    // Served by job_claim, one probe a priority.
    package func horizon(laneID: Int64) throws -> LaneHorizon {
        if let known = fetched.horizons?.removeValue(forKey: laneID) { return known }
        return try first(
            """
            SELECT min(first.run_at), coalesce(bool_or(first.run_at IS NOT NULL AND p = 0), false)
            FROM generate_series(0, 9) AS p CROSS JOIN LATERAL (
                SELECT min(j.run_at) AS run_at FROM job j
                WHERE j.lane_id = $1 AND j.state = 0 AND NOT j.is_suspect AND j.priority = p) AS first
            """, [laneID]
        ) { LaneHorizon(jobAt: $0.optionalInstant(0), hasUrgent: $0.flag(1)) }
            ?? LaneHorizon(jobAt: nil, hasUrgent: false)
    }

    /// Fetches the horizons of all lanes: a recovery asks for each.
    func fetchHorizons() throws {
        let pairs = try rows(
            """
            SELECT l.id, h.run_at, h.has_urgent FROM lane l CROSS JOIN LATERAL (
                SELECT min(j.run_at) AS run_at, coalesce(bool_or(j.priority = 0), false) AS has_urgent FROM job j
                WHERE j.lane_id = l.id AND j.state = 0 AND NOT j.is_suspect) h
            """
        ) { ($0.int64(0), LaneHorizon(jobAt: $0.optionalInstant(1), hasUrgent: $0.flag(2))) }
        fetched.horizons = Dictionary(pairs) { first, _ in first }
    }

    // Lanes first: those of parked sellers are left out before their jobs are looked at.
    package func hasDrainableJobs(startedAt: Timestamp) throws -> Bool {
        try first(
            """
            SELECT 1 FROM lane l
            JOIN application p ON p.id = l.application_id AND p.state <> 2 AND p.pause_reason IS NULL
            LEFT JOIN "authorization" a ON a.id = l.authorization_id
            WHERE l.pause_reason IS NULL AND (a.id IS NULL OR (a.state IN (0, 1) AND a.pause_reason IS NULL))
                AND EXISTS (
                    SELECT 1 FROM job j
                    WHERE j.lane_id = l.id AND j.state = 0 AND NOT j.is_suspect
                        AND (j.run_at <= greatest($1, j.created_at) OR j.wait_reason <> 0) OFFSET 0)
            UNION ALL
            SELECT 1 FROM job j
            JOIN lane l ON l.id = j.lane_id AND l.pause_reason IS NULL
            JOIN application p ON p.id = l.application_id AND p.state <> 2 AND p.pause_reason IS NULL
            LEFT JOIN "authorization" a ON a.id = l.authorization_id
            WHERE j.state = 0 AND j.is_suspect AND (a.id IS NULL OR (a.state IN (0, 1) AND a.pause_reason IS NULL))
            LIMIT 1
            """, [startedAt.microseconds]
        ) { _ in true } ?? false
    }

    package func waitingCount(laneID: Int64, cap: Int) throws -> Int {
        try first(
            """
            SELECT (SELECT count(*) FROM (SELECT 1 FROM job WHERE lane_id = $1 AND state = 0 AND NOT is_suspect LIMIT $2) AS c)
                + (SELECT count(*) FROM job WHERE state = 0 AND is_suspect AND lane_id = $1)
            """, [laneID, cap]
        ) { $0.int(0) } ?? 0
    }
}
