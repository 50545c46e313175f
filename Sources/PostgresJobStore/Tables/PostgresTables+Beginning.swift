import JobModel
import JobStore

extension PostgresTables {
    /// Begins the transaction: takes the queue's lock, and in the same trip locks the authorizations of runs that this
    /// process knows.
    func begin(_ reach: Reach, durable: Bool) throws {
        let isAlone = reach.isWholeQueue
        let lock = "pg_advisory_xact_lock\(isAlone ? "" : "_shared")(\(Self.queueLock))"
        // What somebody has changed who had the whole queue is seen from here on.
        let edition =
            isAlone ? "SELECT nextval('queue_edition')" : "SELECT last_value + is_called::integer FROM queue_edition"
        let mode = durable ? "on" : "off"
        guard connection.address.pooling == .session else {
            // A connection that others use in between is nobody's own: what it reads is forgotten at the end.
            try connection.run(
                script: """
                    BEGIN; \(connection.localSettings) SET LOCAL synchronous_commit = \(mode);
                    SELECT \(lock)\(isAlone ? "; \(edition)" : "")
                    """)
            kept.begin(on: connection, number: nil, edition: nil)
            return
        }
        let needsNumber = kept.needsNumber(on: connection)
        let known = isAlone ? [] : authorizations(ofKnown: reach)
        var statements: [PendingWrites.Statement] = [
            ("BEGIN", []), ("SELECT set_config('synchronous_commit', $1, true), \(lock)", [mode]), (edition, []),
        ]
        if needsNumber { statements.append(("SELECT nextval('writer_number')", [])) }
        if !known.isEmpty { statements.append((Self.locking(skipping: false), [ArrayText(known)])) }
        let answers = try answers(to: statements)
        kept.begin(
            on: connection, number: needsNumber ? answers[3][0].int64(0) : nil,
            edition: isAlone ? .min : answers[2][0].int64(0))
        if !known.isEmpty, let rows = answers.last { noteLocked(rows) }
    }

    /// The authorizations to lock first of all, where all that must be known for that is known.
    private func authorizations(ofKnown reach: Reach) -> Set<Int64> {
        guard reach.tokens.isEmpty, reach.lanes.isEmpty else { return [] }
        var found: Set<Int64> = []
        for job in reach.jobs {
            guard let place = owners.owners(of: job)?.0 else { return [] }
            if let id = place.authorizationID { found.insert(id) }
        }
        return found
    }

    /// Locks authorizations in the order that all keep.
    static func locking(skipping: Bool) -> String {
        """
        SELECT id, writer FROM "authorization" WHERE id = ANY($1::bigint[]) ORDER BY id
        FOR NO KEY UPDATE\(skipping ? " SKIP LOCKED" : "")
        """
    }

    /// Takes note of authorizations that were locked.
    func noteLocked(_ rows: Rows) {
        guard case .rows(var locked) = scope else { return }
        for index in 0..<rows.count {
            let row = rows[index]
            kept.locked(row.int64(0), writer: row.int64(1))
            locked.authorizations.insert(row.int64(0))
        }
        scope = .rows(locked)
    }
}
