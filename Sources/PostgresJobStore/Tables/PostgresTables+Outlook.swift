package import JobModel
package import JobStore

/// What every claim asks about the whole queue, fetched together.
struct QueueOutlook {
    var nextDeadline: Timestamp?
    var hasWaitingSuspects: Bool
    var runningSuspects: Int
}

// Deadlines and suspects, which belong to no lane.
extension PostgresTables {
    /// The advisory lock of whoever looks after suspects: one worker at a time.
    private static let suspectLock = "1936746357, hashtext(current_schema())"

    // Served by job_deadline, job_suspect and job_suspect_running.
    private func look() throws -> QueueOutlook {
        if let outlook { return outlook }
        let found =
            try first(
                """
                SELECT (SELECT min(deadline) FROM job WHERE state = 0 AND deadline IS NOT NULL),
                    EXISTS (SELECT 1 FROM job WHERE state = 0 AND is_suspect),
                    (SELECT count(*) FROM job WHERE state = 1 AND is_suspect)
                """
            ) {
                QueueOutlook(
                    nextDeadline: $0.optionalInstant(0), hasWaitingSuspects: $0.flag(1), runningSuspects: $0.int(2))
            } ?? QueueOutlook(hasWaitingSuspects: false, runningSuspects: 0)
        outlook = found
        return found
    }

    package func waitingSuspects(limit: Int) throws -> [JobRow] {
        guard try look().hasWaitingSuspects else { return [] }
        let suspects = try rows(
            "SELECT \(Self.jobColumns) WHERE j.state = 0 AND j.is_suspect ORDER BY j.run_at, j.id LIMIT $1", [limit],
            job)
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
        return try first("SELECT count(*) FROM job WHERE state = 1 AND is_suspect") { $0.int(0) } ?? 0
    }

    package func expiredJobs(now: Timestamp, limit: Int) throws -> [JobRow] {
        guard let deadline = try look().nextDeadline, deadline <= now else { return [] }
        let expired = try rows(
            """
            SELECT \(Self.jobColumns)
            WHERE j.state = 0 AND j.deadline IS NOT NULL AND j.deadline <= $1 ORDER BY j.deadline LIMIT $2
            """, [now.microseconds, limit], job)
        return try lockable(expired).filter { $0.deadline.map { $0 <= now } ?? false }
    }

    package func nextDeadline() throws -> Timestamp? { try look().nextDeadline }
}
