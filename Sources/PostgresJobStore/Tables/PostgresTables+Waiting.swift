package import JobModel
package import JobStore

// What lanes can yield: asked at every visit of a lane, and by a worker that wants to end.
extension PostgresTables {
    /// What is asked of each waiting job: the row of one that has not run and has neither deadline, unique key nor
    /// schedule holds nothing else.
    static let waitingColumns = """
        j.id, j.kind, j.lane_id, j.authorization_id, j.operation, j.wait_reason, j.priority, j.run_at, j.max_attempts,
        j.created_at, j.params, j.options, j.output, j.has_body,
        j.run > 0 OR j.deadline IS NOT NULL OR j.unique_key IS NOT NULL OR j.schedule_id IS NOT NULL AS has_more,
        w.ctid AS place
        FROM job_waiting w CROSS JOIN LATERAL (SELECT * FROM job WHERE id = w.job_id OFFSET 0) j
        """

    /// Jobs that a statement has found by `waitingColumns`, whole but for their bodies: which are empty until it is
    /// known that they are wanted.
    func waitingJobs(_ sql: String, _ values: [(any Bindable)?]) throws -> [WaitingJob] {
        try waitingJobs(answers(to: [(sql, values)])[0])
    }

    func waitingJobs(_ found: Rows) throws -> [WaitingJob] {
        var incomplete: [Int] = []
        var jobs: [WaitingJob] = []
        for index in 0..<found.count {
            let row = found[index]
            if row.flag(14) { incomplete.append(jobs.count) }
            fetched.places[JobID(row.int64(0))] = row.text(15)
            jobs.append(
                WaitingJob(
                    row: JobRow(
                        id: JobID(row.int64(0)), kind: row.text(1), laneID: row.int64(2),
                        authorizationID: row.optionalInt64(3), operation: row.text(4),
                        waitReason: WaitReason(rawValue: row.int(5)) ?? .new, priority: row.int(6),
                        runAt: row.instant(7), maxAttempts: row.int(8), createdAt: row.instant(9)),
                    content: JobContent(
                        parameters: row.text(10), body: row.flag(13) ? "" : nil, options: row.text(11),
                        output: row.optionalText(12))))
        }
        if incomplete.isEmpty { return jobs }
        let whole = try rows(
            "SELECT \(Self.jobColumns) WHERE j.id = ANY($1::bigint[])",
            [ArrayText(incomplete.map { jobs[$0].row.id.value })], job)
        let byID = Dictionary(whole.map { ($0.id, $0) }) { first, _ in first }
        for place in incomplete {
            if let row = byID[jobs[place].row.id] { jobs[place].row = row }
        }
        return jobs
    }

    /// The jobs with the bodies that they have.
    private func withBodies(_ jobs: [WaitingJob]) throws -> [WaitingJob] {
        let ids = jobs.filter { $0.content.body != nil }.map(\.row.id.value)
        if ids.isEmpty { return jobs }
        let pairs = try rows("SELECT job_id, body FROM job_body WHERE job_id = ANY($1::bigint[])", [ArrayText(ids)]) {
            (JobID($0.int64(0)), $0.text(1))
        }
        let bodies = Dictionary(pairs) { first, _ in first }
        return jobs.map { job in
            var job = job
            job.content.body = bodies[job.row.id]
            return job
        }
    }

    /// The priorities that occur among the lane's waiting jobs, found by skipping through them.
    private func priorities(laneID: Int64) throws -> [Int] {
        var found: [Int] = []
        while let next = try first(
            "SELECT min(priority) FROM job_waiting WHERE lane_id = $1 AND priority > $2", [laneID, found.last ?? -1],
            { $0.optionalInt(0) }) ?? nil
        {
            found.append(next)
        }
        return found
    }

    // One row more than is wanted tells of the others; where jobs of the future stand between,
    // each priority is asked for by itself, because an urgent job of the future must not hide a due one behind it.
    package func head(laneID: Int64, now: Timestamp, limit: Int) throws -> LaneHead {
        let found =
            try fetched.takeHead(laneID: laneID, atMost: limit + 1, size: headSize)
            ?? waitingJobs(
                """
                SELECT \(Self.waitingColumns) WHERE w.lane_id = $1 ORDER BY w.priority, w.run_at, w.job_id LIMIT $2
                """, [laneID, limit + 1])
        let first = found.prefix(limit)
        let next = found.count > limit ? found[limit].row : nil
        let due = try withBodies(first.filter { $0.row.runAt <= now })
        guard let next else {
            let others = first.filter { $0.row.runAt > now }.map(\.row)
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

    private func dueByPriority(laneID: Int64, now: Timestamp, limit: Int) throws -> [WaitingJob] {
        var due: [WaitingJob] = []
        for priority in try priorities(laneID: laneID) where due.count < limit {
            due += try waitingJobs(
                """
                SELECT \(Self.waitingColumns)
                WHERE w.lane_id = $1 AND w.priority = $2 AND w.run_at <= $3 ORDER BY w.run_at, w.job_id LIMIT $4
                """, [laneID, priority, now.microseconds, limit - due.count])
        }
        return due
    }

    // One probe a priority.
    package func horizon(laneID: Int64) throws -> LaneHorizon {
        if let known = fetched.horizons?.removeValue(forKey: laneID) { return known }
        return try first(
            """
            SELECT min(first.run_at), coalesce(bool_or(first.run_at IS NOT NULL AND p = 0), false)
            FROM generate_series(0, 9) AS p CROSS JOIN LATERAL (
                SELECT min(w.run_at) AS run_at FROM job_waiting w WHERE w.lane_id = $1 AND w.priority = p) AS first
            """, [laneID]
        ) { LaneHorizon(jobAt: $0.optionalInstant(0), hasUrgent: $0.flag(1)) }
            ?? LaneHorizon(jobAt: nil, hasUrgent: false)
    }

    /// Fetches the horizons of all lanes: a recovery asks for each.
    func fetchHorizons() throws {
        let pairs = try rows(
            """
            SELECT l.id, h.run_at, h.has_urgent FROM lane l CROSS JOIN LATERAL (
                SELECT min(w.run_at) AS run_at, coalesce(bool_or(w.priority = 0), false) AS has_urgent
                FROM job_waiting w WHERE w.lane_id = l.id) h
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
                    SELECT 1 FROM job_waiting w CROSS JOIN LATERAL (SELECT * FROM job WHERE id = w.job_id OFFSET 0) j
                    WHERE w.lane_id = l.id AND (w.run_at <= greatest($1, j.created_at) OR j.wait_reason <> 0) OFFSET 0)
            UNION ALL
            SELECT 1 FROM job j
            JOIN lane l ON l.id = j.lane_id AND l.pause_reason IS NULL
            JOIN application p ON p.id = l.application_id AND p.state <> 2 AND p.pause_reason IS NULL
            LEFT JOIN "authorization" a ON a.id = l.authorization_id
            WHERE j.is_suspect AND \(Self.isIdle)
                AND (a.id IS NULL OR (a.state IN (0, 1) AND a.pause_reason IS NULL))
            LIMIT 1
            """, [startedAt.microseconds]
        ) { _ in true } ?? false
    }

    package func waitingCount(laneID: Int64, cap: Int) throws -> Int {
        try first(
            """
            SELECT (SELECT count(*) FROM (SELECT 1 FROM job_waiting WHERE lane_id = $1 LIMIT $2) AS c)
                + (SELECT count(*) FROM job j WHERE j.is_suspect AND j.lane_id = $1 AND \(Self.isIdle))
            """, [laneID, cap]
        ) { $0.int(0) } ?? 0
    }
}
