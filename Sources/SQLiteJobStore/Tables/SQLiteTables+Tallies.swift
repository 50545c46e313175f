package import JobStore

// What was counted by the minute. Served by the table's own key.
extension SQLiteTables {
    package func add(_ counts: TallyCounts, toMinute minute: Int64) throws {
        for (name, count) in counts.changes {
            try execute(
                """
                INSERT INTO tally (minute, name, value) VALUES (?1, ?2, ?3)
                ON CONFLICT (minute, name, shard) DO UPDATE SET value = value + ?3
                """, [minute, name.rawValue, count])
        }
    }

    package func tallies(in span: TallySpan) throws -> [TallyCounts] {
        if span.steps == 0 { return [] }
        return span.counts(
            try rows(
                """
                SELECT (minute - ?1) / ?2, name, sum(value) FROM tally WHERE minute >= ?1 AND minute < ?3 GROUP BY 1, 2
                """, [span.firstMinute, span.minutesPerStep, span.endMinute]
            ) { ($0.int(0), $0.int(1), $0.int(2)) })
    }

    package func deleteTallies(before minute: Int64, after last: Int64, limit: Int) throws -> Int {
        func delete(_ condition: String, _ bound: Int64, _ limit: Int) throws -> Int {
            try change(
                """
                DELETE FROM tally WHERE (minute, name, shard) IN (
                    SELECT minute, name, shard FROM tally WHERE minute \(condition) ? ORDER BY minute LIMIT ?)
                """, [bound, limit])
        }
        let early = try delete("<", minute, limit)
        return early < limit ? try early + delete(">", last, limit - early) : early
    }
}
