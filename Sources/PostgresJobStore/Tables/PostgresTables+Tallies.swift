package import JobStore

// What was counted by the minute. Served by the table's own key.
extension PostgresTables {
    /// Kept back like the rows that it counts. By name, so that two transactions with the same shard do not wait for each
    /// other.
    package func add(_ counts: TallyCounts, toMinute minute: Int64) throws {
        let changes = counts.changes
        try write {
            $0.counting.append(
                (
                    sql: """
                    INSERT INTO tally (minute, name, shard, value)
                    SELECT $1::bigint, u.name, $2::integer, u.value
                    FROM unnest($3::integer[], $4::bigint[]) AS u(name, value)
                    ON CONFLICT (minute, name, shard) DO UPDATE SET value = tally.value + excluded.value
                    """,
                    values: [
                        minute, shard, ArrayText(changes.map(\.name.rawValue)), ArrayText(changes.map(\.count)),
                    ]
                ))
        }
    }

    /// Which rows this connection adds to: others than most others do, so that nobody waits.
    private var shard: Int { Int(connection.processID) % 16 }

    package func tallies(in span: TallySpan) throws -> [TallyCounts] {
        if span.steps == 0 { return [] }
        return span.counts(
            try rows(
                """
                SELECT (minute - $1::bigint) / $2::bigint, name, sum(value)::bigint FROM tally
                WHERE minute >= $1::bigint AND minute < $3::bigint GROUP BY 1, 2
                """, [span.firstMinute, span.minutesPerStep, span.endMinute]
            ) { ($0.int(0), $0.int(1), $0.int(2)) })
    }

    // A worker that prunes has the queue for itself: the rows stay where they are.
    package func deleteTallies(before minute: Int64, after last: Int64, limit: Int) throws -> Int {
        func delete(_ condition: String, _ bound: Int64, _ limit: Int) throws -> Int {
            try change(
                """
                DELETE FROM tally WHERE ctid = ANY(ARRAY(
                    SELECT ctid FROM tally WHERE minute \(condition) $1 ORDER BY minute LIMIT $2))
                """, [bound, limit])
        }
        let early = try delete("<", minute, limit)
        return early < limit ? try early + delete(">", last, limit - early) : early
    }
}
