package import JobModel

// Figures of the whole queue.
extension SQLiteTables {
    // Served by lane_due, application by application.
    package func dueLaneIDs(now: Timestamp, limit: Int) throws -> [Int64] {
        try rows(
            """
            SELECT l.id FROM application a CROSS JOIN lane l ON l.application_id = a.id
            WHERE l.next_at IS NOT NULL AND l.next_at <= ? AND a.pause_reason IS NULL
                AND (a.state = 0 OR (a.state = 1 AND l.authorization_id IS NULL))
            ORDER BY l.next_at, l.turn LIMIT ?
            """, [now.microseconds, limit]
        ) { $0.int64(0) }
    }

    // Served by lane_key, which the sign lets SQLite use for another column's value, then by
    // job_waiting's key.
    package func parkedCount(cap: Int) throws -> Int {
        try first(
            """
            SELECT count(*) FROM (
                SELECT 1 FROM authorization a
                CROSS JOIN lane l ON l.application_id = a.application_id AND ifnull(l.authorization_id, 0) = +a.id
                CROSS JOIN job_waiting w ON w.lane_id = l.id
                WHERE a.state IN (2, 3) OR a.pause_reason IS NOT NULL LIMIT ?)
            """, [cap]
        ) { $0.int(0) } ?? 0
    }

    package func databaseBytes() throws -> Int? {
        guard let pages = try first("PRAGMA page_count", [], { $0.int(0) }) else { return nil }
        return try first("PRAGMA page_size", [], { $0.int(0) }).map { pages * $0 }
    }
}
