package import JobModel

// Figures of the whole queue. They lock nothing.
extension PostgresTables {
    // Served by lane_due.
    package func dueLaneIDs(now: Timestamp, limit: Int) throws -> [Int64] {
        try rows(
            """
            SELECT l.id FROM application a JOIN lane l ON l.application_id = a.id
            WHERE l.next_at IS NOT NULL AND l.next_at <= $1 AND a.pause_reason IS NULL
                AND (a.state = 0 OR (a.state = 1 AND l.authorization_id IS NULL))
            ORDER BY l.next_at, l.turn LIMIT $2
            """, [now.microseconds, limit]
        ) { $0.int64(0) }
    }

    // Served by lane_key, then by job_waiting's key.
    package func parkedCount(cap: Int) throws -> Int {
        try first(
            """
            SELECT count(*) FROM (
                SELECT 1 FROM "authorization" a
                JOIN lane l ON l.application_id = a.application_id AND coalesce(l.authorization_id, 0) = a.id
                JOIN job_waiting w ON w.lane_id = l.id
                WHERE a.state IN (2, 3) OR a.pause_reason IS NOT NULL LIMIT $1) AS parked
            """, [cap]
        ) { $0.int(0) } ?? 0
    }

    package func databaseBytes() throws -> Int? {
        try first("SELECT pg_database_size(current_database())") { $0.int(0) }
    }
}
