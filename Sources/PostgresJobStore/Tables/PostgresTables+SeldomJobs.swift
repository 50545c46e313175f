package import JobModel
package import JobStore

// Jobs that are looked for by what few have, or few are: those that run, and those with a unique key.
extension PostgresTables {
    private static let runningJobs = jobColumns.replacing(
        "FROM job j LEFT JOIN job_running r ON r.lane_id = j.lane_id AND r.job_id = j.id",
        with: "FROM job_running r JOIN job j ON j.id = r.job_id")

    // All of job_running, and each one's job.
    package func runningJobs() throws -> [JobRow] {
        try rows("SELECT \(Self.runningJobs) ORDER BY j.id", [], job)
    }

    package func cancelRequests(worker: WorkerID) throws -> [JobRow] {
        try rows("SELECT \(Self.runningJobs) WHERE r.worker = $1 AND r.cancel_requested", [worker.value], job)
    }

    // Served by job_unique.
    package func openJob(authorizationID: Int64?, uniqueKey: String) throws -> JobID? {
        try first(
            """
            SELECT id FROM job
            WHERE coalesce(authorization_id, 0) = $1 AND unique_key = $2 AND unique_key IS NOT NULL
                AND key_free_at IS NULL
            """, [authorizationID ?? 0, uniqueKey]
        ) { JobID($0.int64(0)) }
    }

    // Served by job_unique_ended.
    package func endedJob(authorizationID: Int64?, uniqueKey: String, since: Timestamp) throws -> JobID? {
        try first(
            """
            SELECT max(id) FROM job
            WHERE coalesce(authorization_id, 0) = $1 AND unique_key = $2 AND unique_key IS NOT NULL
                AND key_free_at IS NOT NULL AND key_free_at >= $3
            """, [authorizationID ?? 0, uniqueKey, since.microseconds]
        ) { $0.optionalInt64(0).map { JobID($0) } } ?? nil
    }
}
