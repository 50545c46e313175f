// Figures of the whole queue. They lock nothing.
extension PostgresTables {
    // Served by lane_key, then by job_waiting's key.
    package func parkedCount(cap: Int) throws -> Int {
        try waitingCount(where: "a.state IN (2, 3) AND a.pause_reason IS NULL", cap: cap)
    }

    package func pausedCount(cap: Int) throws -> Int { try waitingCount(where: "a.pause_reason IS NOT NULL", cap: cap) }

    private func waitingCount(where condition: String, cap: Int) throws -> Int {
        try first(
            """
            SELECT count(*) FROM (
                SELECT 1 FROM "authorization" a
                JOIN lane l ON l.application_id = a.application_id AND coalesce(l.authorization_id, 0) = a.id
                JOIN job_waiting w ON w.lane_id = l.id
                WHERE \(condition) LIMIT $1) AS held
            """, [cap]
        ) { $0.int(0) } ?? 0
    }

    package func databaseBytes() throws -> Int? {
        try first("SELECT pg_database_size(current_database())") { $0.int(0) }
    }
}
