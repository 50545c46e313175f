import JobModel
import JobStore

// Looking for what has been kept long enough.
extension PostgresTables {
    /// Whether `prune` would find something to do.
    // Each question is served by the index that serves its deletion.
    func hasPrunable(_ retention: Retention, now: Timestamp) throws -> Bool {
        func ended(_ state: JobState, _ number: Int) -> String {
            "EXISTS (SELECT 1 FROM job_ended WHERE state = \(state.rawValue) AND finished_at < $\(number))"
        }
        let ages = [
            retention.succeeded, retention.failed, retention.cancelled, retention.events, retention.inbox,
            retention.commands, retention.coolDowns, retention.tokens,
        ]
        // A minute ends every minute: those that are over go an hour's worth at a time.
        let minutes = [
            TallySpan.minute(of: now - retention.tallies) - 60, TallySpan.minute(of: now + TallySpan.tolerance),
        ]
        return try first(
            """
            SELECT \(ended(.succeeded, 1)) OR \(ended(.failed, 2)) OR \(ended(.cancelled, 3))
                OR EXISTS (SELECT 1 FROM event WHERE at < $4)
                OR EXISTS (SELECT 1 FROM inbox WHERE settled_at IS NOT NULL AND settled_at < $5)
                OR EXISTS (SELECT 1 FROM command WHERE answered_at IS NOT NULL AND answered_at < $6)
                OR EXISTS (SELECT 1 FROM command WHERE status = 'new')
                OR EXISTS (SELECT 1 FROM cool_down WHERE until < $7)
                OR EXISTS (SELECT 1 FROM sealed_token WHERE expires_at < $8)
                OR EXISTS (SELECT 1 FROM token_turn WHERE until < $8)
                OR EXISTS (SELECT 1 FROM tally WHERE minute < $9)
                OR EXISTS (SELECT 1 FROM tally WHERE minute > $10)
                OR (SELECT coalesce(sum(jobs), 0) FROM counter) > $11::bigint
            """, ages.map { (now - $0).microseconds } + minutes + [Int64(retention.maxJobs)]
        ) { $0.flag(0) } ?? false
    }
}
