package import JobModel
package import JobStore

// What lanes can yield: asked at every visit of a lane, and by a worker that wants to end.
extension SQLiteTables {
    /// What is asked of each waiting job: the row of one that has not run and has neither deadline, unique key nor
    /// schedule holds nothing else. Reading all columns took a twentieth of the writer's time more.
    private static let waitingColumns = """
        j.id, j.kind, j.lane_id, j.authorization_id, j.operation, j.wait_reason, j.priority, j.run_at, j.max_attempts,
        j.created_at, j.params, j.options, j.output, j.has_body,
        j.run > 0 OR j.deadline IS NOT NULL OR j.unique_key IS NOT NULL OR j.schedule_id IS NOT NULL
        FROM job_waiting w CROSS JOIN job j ON j.id = w.job_id
        """

    private func waitingJob(_ row: Columns) throws -> WaitingJob {
        let content = JobContent(
            parameters: row.text(10),
            body: row.flag(13)
                ? try first("SELECT body FROM job_body WHERE job_id = ?", [row.int64(0)]) { $0.text(0) } : nil,
            options: row.text(11), output: row.optionalText(12))
        if row.flag(14), let job = try job(id: JobID(row.int64(0))) { return WaitingJob(row: job, content: content) }
        return WaitingJob(
            row: JobRow(
                id: JobID(row.int64(0)), kind: row.text(1), laneID: row.int64(2), authorizationID: row.optionalInt64(3),
                operation: row.text(4), waitReason: WaitReason(rawValue: row.int(5)) ?? .new, priority: row.int(6),
                runAt: row.instant(7), maxAttempts: row.int(8), createdAt: row.instant(9)),
            content: content)
    }

    /// The next job of the lane in order after those of a priority.
    static let nextPriorityQuery = """
        SELECT priority, run_at FROM job_waiting WHERE lane_id = ? AND priority > ? ORDER BY priority, run_at LIMIT 1
        """

    /// The priorities that occur among the lane's waiting jobs, with the least `runAt` of each, found by skipping through
    /// them.
    private func priorities(laneID: Int64) throws -> [(priority: Int, runAt: Timestamp)] {
        var found: [(priority: Int, runAt: Timestamp)] = []
        var mayHaveMore = true
        while mayHaveMore {
            mayHaveMore = false
            try step(hot.nextPriority) {
                $0.add(laneID)
                $0.add(found.last?.priority ?? -1)
            } visit: { row in
                found.append((row.int(0), row.instant(1)))
                mayHaveMore = true
                return false
            }
        }
        return found
    }

    static let headQuery = """
        SELECT \(waitingColumns)
        WHERE w.lane_id = ? ORDER BY w.priority, w.run_at, w.job_id LIMIT ?
        """

    // One row more than is wanted tells of the others; where jobs of the future stand between, each priority is asked
    // for by itself, because an urgent job of the future must not hide a due one behind it.
    package func head(laneID: Int64, now: Timestamp, limit: Int) throws -> LaneHead {
        var due: [WaitingJob] = []
        due.reserveCapacity(limit)
        var others = LaneHorizon(jobAt: nil, hasUrgent: false)
        var count = 0
        var next: (priority: Int, runAt: Timestamp)?
        try step(hot.head) {
            $0.add(laneID)
            $0.add(limit + 1)
        } visit: { row in
            count += 1
            let (priority, runAt) = (row.int(6), row.instant(7))
            if count > limit {
                next = (priority, runAt)
            } else if runAt <= now {
                due.append(try waitingJob(row))
            } else {
                others.jobAt = min(others.jobAt ?? runAt, runAt)
                if priority == 0 { others.hasUrgent = true }
            }
            return true
        }
        guard let next else { return LaneHead(due: due, others: others) }
        if due.count == limit {
            let others = next.runAt <= now ? LaneHorizon(jobAt: next.runAt, hasUrgent: next.priority == 0) : nil
            return LaneHead(due: due, others: others)
        }
        return LaneHead(due: try dueByPriority(laneID: laneID, now: now, limit: limit), others: nil)
    }

    private func dueByPriority(
        laneID: Int64, now: Timestamp, limit: Int
    ) throws -> [WaitingJob] {
        var due: [WaitingJob] = []
        for (priority, runAt) in try priorities(laneID: laneID) where due.count < limit && runAt <= now {
            due += try rows(
                """
                SELECT \(Self.waitingColumns)
                WHERE w.lane_id = ? AND w.priority = ? AND w.run_at <= ? ORDER BY w.run_at, w.job_id LIMIT ?
                """, [laneID, priority, now.microseconds, limit - due.count], waitingJob)
        }
        return due
    }

    // One probe a priority.
    package func horizon(laneID: Int64) throws -> LaneHorizon {
        let present = try priorities(laneID: laneID)
        return LaneHorizon(jobAt: present.map(\.runAt).min(), hasUrgent: present.first?.priority == 0)
    }

    // Lanes first: those of parked sellers are left out before their jobs are looked at.
    package func hasDrainableJobs(startedAt: Timestamp) throws -> Bool {
        try first(
            """
            SELECT 1 FROM lane l
            JOIN application p ON p.id = l.application_id AND p.state <> 2 AND p.pause_reason IS NULL
            LEFT JOIN authorization a ON a.id = l.authorization_id
            WHERE l.pause_reason IS NULL AND (a.id IS NULL OR (a.state IN (0, 1) AND a.pause_reason IS NULL))
                AND EXISTS (
                    SELECT 1 FROM job_waiting w CROSS JOIN job j ON j.id = w.job_id
                    WHERE w.lane_id = l.id AND (w.run_at <= max(?1, j.created_at) OR j.wait_reason <> 0))
            UNION ALL
            SELECT 1 FROM job j
            JOIN lane l ON l.id = j.lane_id AND l.pause_reason IS NULL
            JOIN application p ON p.id = l.application_id AND p.state <> 2 AND p.pause_reason IS NULL
            LEFT JOIN authorization a ON a.id = l.authorization_id
            WHERE j.is_suspect = 1 AND \(Self.isIdle)
                AND (a.id IS NULL OR (a.state IN (0, 1) AND a.pause_reason IS NULL))
            LIMIT 1
            """, [startedAt.microseconds]
        ) { _ in true } ?? false
    }

    /// Whether a suspect waits.
    static let isIdle =
        "NOT EXISTS (SELECT 1 FROM job_running r WHERE r.lane_id = j.lane_id AND r.job_id = j.id)"

    package func waitingCount(laneID: Int64, cap: Int) throws -> Int {
        try first(
            """
            SELECT (SELECT count(*) FROM (SELECT 1 FROM job_waiting WHERE lane_id = ?1 LIMIT ?2))
                + (SELECT count(*) FROM job j WHERE j.is_suspect = 1 AND j.lane_id = ?1 AND \(Self.isIdle))
            """, [laneID, cap]
        ) { $0.int(0) } ?? 0
    }
}
