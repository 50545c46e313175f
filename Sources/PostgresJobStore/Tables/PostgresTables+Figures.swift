// Figures of the whole queue. They lock nothing.
extension PostgresTables {
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
