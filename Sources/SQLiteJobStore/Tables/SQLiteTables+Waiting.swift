package import JobModel
package import JobStore

// What lanes can yield: asked at every visit of a lane, and by a worker that wants to end.
extension SQLiteTables {
    /// The columns of a job, and after them those of its content.
    private static let jobAndContentColumns = jobColumns.replacing(
        "FROM job j", with: ", j.params, j.options, j.output, j.has_body FROM job j")

    /// The content in the columns after those of the job.
    private func content(_ row: Columns) throws -> JobContent {
        let start = Self.jobColumnCount
        return JobContent(
            parameters: row.text(start),
            body: row.flag(start + 3)
                ? try first("SELECT body FROM job_body WHERE job_id = ?", [row.int64(0)]) { $0.text(0) } : nil,
            options: row.text(start + 1), output: row.optionalText(start + 2))
    }

    /// The priorities that occur among the lane's waiting jobs, found by skipping through job_claim.
    private func priorities(laneID: Int64) throws -> [Int] {
        var found: [Int] = []
        while let next = try first(
            "SELECT min(priority) FROM job WHERE lane_id = ? AND state = 0 AND is_suspect = 0 AND priority > ?",
            [laneID, found.last ?? -1], { $0.optionalInt(0) }) ?? nil
        {
            found.append(next)
        }
        return found
    }

    // Served by job_claim. One row more than is wanted tells of the others; where jobs of the future stand between, each
    // priority is asked for by itself, because an urgent job of the future must not hide a due one behind it.
    package func head(laneID: Int64, now: Timestamp, limit: Int) throws -> LaneHead {
        var first: [(job: JobRow, content: JobContent)] = []
        var next: JobRow?
        try each(
            """
            SELECT \(Self.jobAndContentColumns)
            WHERE j.lane_id = ? AND j.state = 0 AND j.is_suspect = 0 ORDER BY j.priority, j.run_at, j.id LIMIT ?
            """, [laneID, limit + 1]
        ) { row in
            if first.count < limit { first.append((job(row), try content(row))) } else { next = job(row) }
        }
        let due = first.filter { $0.job.runAt <= now }
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
        return LaneHead(due: try dueByPriority(laneID: laneID, now: now, limit: limit), others: nil)
    }

    private func dueByPriority(
        laneID: Int64, now: Timestamp, limit: Int
    ) throws -> [(job: JobRow, content: JobContent)] {
        var due: [(job: JobRow, content: JobContent)] = []
        for priority in try priorities(laneID: laneID) where due.count < limit {
            due += try rows(
                """
                SELECT \(Self.jobAndContentColumns)
                WHERE j.lane_id = ? AND j.state = 0 AND j.is_suspect = 0 AND j.priority = ? AND j.run_at <= ?
                ORDER BY j.run_at, j.id LIMIT ?
                """, [laneID, priority, now.microseconds, limit - due.count]
            ) { (job($0), try content($0)) }
        }
        return due
    }

    // Served by job_claim, one probe a priority.
    package func horizon(laneID: Int64) throws -> LaneHorizon {
        let present = try priorities(laneID: laneID)
        var earliest: Timestamp?
        for priority in present {
            let least =
                try first(
                    """
                    SELECT min(run_at) FROM job
                    WHERE lane_id = ? AND state = 0 AND is_suspect = 0 AND priority = ?
                    """, [laneID, priority], { $0.optionalInstant(0) }) ?? nil
            if let least { earliest = min(earliest ?? least, least) }
        }
        return LaneHorizon(jobAt: earliest, hasUrgent: present.first == 0)
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
                    SELECT 1 FROM job j INDEXED BY job_claim
                    WHERE j.lane_id = l.id AND j.state = 0 AND j.is_suspect = 0
                        AND (j.run_at <= max(?1, j.created_at) OR j.wait_reason <> 0))
            UNION ALL
            SELECT 1 FROM job j
            JOIN lane l ON l.id = j.lane_id AND l.pause_reason IS NULL
            JOIN application p ON p.id = l.application_id AND p.state <> 2 AND p.pause_reason IS NULL
            LEFT JOIN authorization a ON a.id = l.authorization_id
            WHERE j.state = 0 AND j.is_suspect = 1 AND (a.id IS NULL OR (a.state IN (0, 1) AND a.pause_reason IS NULL))
            LIMIT 1
            """, [startedAt.microseconds]
        ) { _ in true } ?? false
    }

    package func waitingCount(laneID: Int64, cap: Int) throws -> Int {
        try first(
            """
            SELECT (SELECT count(*) FROM (SELECT 1 FROM job WHERE lane_id = ?1 AND state = 0 AND is_suspect = 0 LIMIT ?2))
                + (SELECT count(*) FROM job WHERE state = 0 AND is_suspect = 1 AND lane_id = ?1)
            """, [laneID, cap]
        ) { $0.int(0) } ?? 0
    }
}
