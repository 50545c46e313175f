package import JobModel
package import JobStore

// What few jobs have: suspicions, deadlines and unique keys. Each has an index that holds no others.
extension SQLiteTables {
    // Served by job_suspect.
    package func waitingSuspects(limit: Int) throws -> [JobRow] {
        try rows(
            """
            SELECT \(Self.jobColumns) WHERE j.is_suspect = 1 AND r.job_id IS NULL
            ORDER BY j.run_at, j.id LIMIT ?
            """, [limit], job)
    }

    // Served by job_suspect.
    package func runningSuspects() throws -> Int {
        try first(
            """
            SELECT count(*) FROM job j JOIN job_running r ON r.lane_id = j.lane_id AND r.job_id = j.id
            WHERE j.is_suspect = 1
            """
        ) { $0.int(0) } ?? 0
    }

    // Served by job_late.
    package func expiredJobs(now: Timestamp, limit: Int) throws -> [JobRow] {
        try rows(
            """
            SELECT \(Self.jobColumns) WHERE j.late_at IS NOT NULL AND j.late_at <= ? ORDER BY j.late_at LIMIT ?
            """, [now.microseconds, limit], job)
    }

    // Served by job_late.
    package func nextDeadline() throws -> Timestamp? {
        try first("SELECT min(late_at) FROM job WHERE late_at IS NOT NULL") { $0.optionalInstant(0) } ?? nil
    }

    // Served by job_unique.
    package func openJob(authorizationID: Int64?, uniqueKey: String) throws -> JobID? {
        try first(
            """
            SELECT id FROM job
            WHERE ifnull(authorization_id, 0) = ? AND unique_key = ? AND unique_key IS NOT NULL AND key_free_at IS NULL
            """, [authorizationID ?? 0, uniqueKey]
        ) { JobID($0.int64(0)) }
    }

    // Served by job_unique_ended.
    package func endedJob(authorizationID: Int64?, uniqueKey: String, since: Timestamp) throws -> JobID? {
        try first(
            """
            SELECT max(id) FROM job
            WHERE ifnull(authorization_id, 0) = ? AND unique_key = ? AND unique_key IS NOT NULL
                AND key_free_at IS NOT NULL AND key_free_at >= ?
            """, [authorizationID ?? 0, uniqueKey, since.microseconds]
        ) { $0.optionalInt64(0).map { JobID($0) } } ?? nil
    }
}
