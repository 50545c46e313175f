package import JobModel
package import JobStore

/// What every claim asks about the whole queue, fetched together.
struct QueueOutlook {
    var nextDeadline: Timestamp?
    var hasWaitingSuspects: Bool
    var runningSuspects: Int
    /// Whether a lane may yield an urgent job, at whatever time.
    var hasUrgentLanes: Bool
}

// Deadlines and suspects, which belong to no lane, and lanes that go before others.
extension PostgresTables {
    /// The advisory lock of whoever looks after suspects: one worker at a time.
    private static let suspectLock = "1936746357, hashtext(current_schema())"

    /// Whether a suspect waits.
    static let isIdle =
        "NOT EXISTS (SELECT 1 FROM job_running r WHERE r.lane_id = j.lane_id AND r.job_id = j.id OFFSET 0)"

    private static let countOfRunningSuspects = """
        SELECT count(*) FROM job j CROSS JOIN LATERAL (
            SELECT 1 FROM job_running r WHERE r.lane_id = j.lane_id AND r.job_id = j.id OFFSET 0) AS o
        WHERE j.is_suspect
        """

    /// Served by job_late, job_suspect and lane_urgent.
    static let looking = """
        SELECT (SELECT min(late_at) FROM job WHERE late_at IS NOT NULL),
            EXISTS (SELECT 1 FROM job j WHERE j.is_suspect AND \(isIdle)),
            (\(countOfRunningSuspects)),
            EXISTS (SELECT 1 FROM lane WHERE next_at IS NOT NULL AND has_urgent)
        """

    static func outlook(_ rows: Rows) -> QueueOutlook? {
        if rows.count == 0 { return nil }
        let row = rows[0]
        return QueueOutlook(
            nextDeadline: row.optionalInstant(0), hasWaitingSuspects: row.flag(1), runningSuspects: row.int(2),
            hasUrgentLanes: row.flag(3))
    }

    func look() throws -> QueueOutlook {
        if let outlook { return outlook }
        let found =
            Self.outlook(try answers(to: [(Self.looking, [])])[0])
            ?? QueueOutlook(hasWaitingSuspects: false, runningSuspects: 0, hasUrgentLanes: false)
        outlook = found
        return found
    }

    package func waitingSuspects(limit: Int) throws -> [JobRow] {
        guard try look().hasWaitingSuspects else { return [] }
        let suspects = try rows(
            "SELECT \(Self.jobColumns) WHERE j.is_suspect AND r.job_id IS NULL ORDER BY j.run_at, j.id LIMIT $1",
            [limit], job)
        return try lockable(suspects).filter(\.isSuspect).sorted { ($0.runAt, $0.id) < ($1.runAt, $1.id) }
    }

    /// Where another worker is choosing one, it counts as running already.
    package func runningSuspects() throws -> Int {
        let outlook = try look()
        guard outlook.hasWaitingSuspects, outlook.runningSuspects == 0, case .rows = scope else {
            return outlook.runningSuspects
        }
        let isMine = try first("SELECT pg_try_advisory_xact_lock(\(Self.suspectLock))") { $0.flag(0) } ?? false
        if !isMine { return 1 }
        // Whoever had the lock before may have chosen one.
        return try first(Self.countOfRunningSuspects) { $0.int(0) } ?? 0
    }

    package func expiredJobs(now: Timestamp, limit: Int) throws -> [JobRow] {
        guard let deadline = try look().nextDeadline, deadline <= now else { return [] }
        let expired = try rows(
            """
            SELECT \(Self.jobColumns)
            WHERE j.late_at IS NOT NULL AND j.late_at <= $1 ORDER BY j.late_at LIMIT $2
            """, [now.microseconds, limit], job)
        return try lockable(expired).filter { $0.lateAt.map { $0 <= now } ?? false }
    }

    package func nextDeadline() throws -> Timestamp? { try look().nextDeadline }
}
