// Figures of the whole queue.
extension SQLiteTables {
    package func parkedCount(cap: Int) throws -> Int {
        try waitingCount(where: "a.state IN (2, 3) AND a.pause_reason IS NULL", cap: cap)
    }

    package func pausedCount(cap: Int) throws -> Int { try waitingCount(where: "a.pause_reason IS NOT NULL", cap: cap) }

    // Served by lane_key, which the sign lets SQLite use for another column's value, then by
    // job_waiting's key.
    private func waitingCount(where condition: String, cap: Int) throws -> Int {
        try first(
            """
            SELECT count(*) FROM (
                SELECT 1 FROM authorization a
                CROSS JOIN lane l ON l.application_id = a.application_id AND ifnull(l.authorization_id, 0) = +a.id
                CROSS JOIN job_waiting w ON w.lane_id = l.id
                WHERE \(condition) LIMIT ?)
            """, [cap]
        ) { $0.int(0) } ?? 0
    }

    package func databaseBytes() throws -> Int? {
        guard let pages = try first("PRAGMA page_count", [], { $0.int(0) }) else { return nil }
        return try first("PRAGMA page_size", [], { $0.int(0) }).map { pages * $0 }
    }
}
