import JobModel
import JobStore

extension PostgresTables {
    /// Begins the transaction: takes the queue's lock, and in the same trip locks the authorizations of runs that this
    /// process knows.
    ///
    /// - Parameter looks: Whether the transaction will ask about the whole queue, which costs no trip here.
    func begin(_ reach: Reach, durable: Bool, looks: Bool) throws {
        let isAlone = reach.isWholeQueue
        let lock = "pg_advisory_xact_lock\(isAlone ? "" : "_shared")(\(Self.queueLock))"
        // What somebody has changed who had the whole queue is seen from here on.
        let edition =
            isAlone
            ? "SELECT nextval('queue_edition')"
            : """
            SELECT last_value + is_called::integer, concat(pg_backend_pid(), ' ', pg_postmaster_start_time())
            FROM queue_edition
            """
        let mode = durable ? "on" : "off"
        guard connection.address.pooling == .session else {
            // A connection that others use in between is nobody's own: what it reads is forgotten at the end.
            try connection.run(
                script: """
                    \(Self.beginning); \(connection.localSettings) SET LOCAL synchronous_commit = \(mode);
                    SELECT \(lock)\(isAlone ? "; \(edition)" : "")
                    """)
            kept.begin(on: connection, number: nil, edition: nil)
            return
        }
        let needsNumber = kept.needsNumber(on: connection)
        if !isAlone, reach.tokens.isEmpty, reach.lanes.isEmpty { owned = owners.owners(of: reach.jobs) }
        let known = Set(owned?.places.compactMap(\.authorizationID) ?? [])
        var statements: [PendingWrites.Statement] = [
            (Self.beginning, []), ("SELECT set_config('synchronous_commit', $1, true), \(lock)", [mode]), (edition, []),
        ]
        if needsNumber { statements.append(("SELECT nextval('writer_number')", [])) }
        if !known.isEmpty { statements.append((Self.locking(skipping: false), [ArrayText(known)])) }
        if looks { statements.append((Self.looking, [])) }
        var answers = try answers(to: statements)[...]
        if looks, let rows = answers.popLast() { outlook = Self.outlook(rows) }
        // Who has the whole queue keeps nothing: its edition is no other transaction's.
        kept.begin(
            on: connection, number: needsNumber ? answers[3][0].int64(0) : nil,
            edition: isAlone ? .min : answers[2][0].int64(0), server: isAlone ? nil : answers[2][0].text(1))
        if !known.isEmpty, let rows = answers.last { noteLocked(rows) }
    }

    /// Each statement must see what was committed before it, whatever the server's or the user's default is: rows are read
    /// after they were locked.
    private static let beginning = "BEGIN ISOLATION LEVEL READ COMMITTED"

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
