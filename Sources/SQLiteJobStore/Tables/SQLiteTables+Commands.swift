package import JobModel
package import JobStore

// Requests of other processes, and the tokens that a worker holds.
extension SQLiteTables {
    private static let commandColumns = """
        id, worker, verb, argument, status, answer, created_at, answered_at FROM command
        """

    private func commandRow(_ row: Columns) -> CommandRow {
        CommandRow(
            id: row.int64(0), worker: row.optionalText(1).map { WorkerID($0) }, verb: row.text(2),
            argument: row.text(3), status: CommandRow.Status(rawValue: row.text(4)) ?? .failed,
            answer: row.optionalText(5), createdAt: row.instant(6), answeredAt: row.optionalInstant(7))
    }

    package func insert(_ row: CommandRow) throws -> Int64 {
        try insert(
            "INSERT INTO command (worker, verb, argument, created_at) VALUES (?, ?, ?, ?)",
            [row.worker?.value, row.verb, row.argument, row.createdAt.microseconds])
    }

    package func update(_ row: CommandRow) throws {
        try execute(
            "UPDATE command SET status = ?, answer = ?, answered_at = ? WHERE id = ?",
            [row.status.rawValue, row.answer, row.answeredAt?.microseconds, row.id])
    }

    package func command(id: Int64) throws -> CommandRow? {
        try first("SELECT \(Self.commandColumns) WHERE id = ?", [id], commandRow)
    }

    // Served by command_new.
    package func newCommands(for worker: WorkerID?, limit: Int) throws -> [CommandRow] {
        try rows(
            """
            SELECT \(Self.commandColumns)
            WHERE status = 'new' AND (?1 IS NULL OR worker IS NULL OR worker = ?1) ORDER BY id LIMIT ?2
            """, [worker?.value, limit], commandRow)
    }

    // Served by command_answered.
    package func deleteAnsweredCommands(before: Timestamp, limit: Int) throws -> Int {
        try change(
            """
            DELETE FROM command WHERE id IN (
                SELECT id FROM command WHERE answered_at IS NOT NULL AND answered_at < ? ORDER BY answered_at LIMIT ?)
            """, [before.microseconds, limit])
    }

    // MARK: Tokens

    package func save(_ row: TokenRow) throws {
        try execute(
            """
            INSERT INTO token_state (worker, key, application, seller, region, scope, fingerprint, obtained_at, expires_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (worker, key) DO UPDATE SET application = excluded.application, seller = excluded.seller,
                region = excluded.region, scope = excluded.scope, fingerprint = excluded.fingerprint,
                obtained_at = excluded.obtained_at, expires_at = excluded.expires_at
            """,
            [
                row.worker.value, row.key, row.application, row.seller, row.region, row.scope, row.fingerprint,
                row.obtainedAt.microseconds, row.expiresAt.microseconds,
            ])
    }

    package func deleteToken(key: String, of worker: WorkerID) throws {
        try execute("DELETE FROM token_state WHERE worker = ? AND key = ?", [worker.value, key])
    }

    package func deleteTokens(of worker: WorkerID) throws {
        try execute("DELETE FROM token_state WHERE worker = ?", [worker.value])
    }

    package func tokenHolders() throws -> [WorkerID] {
        try rows("SELECT DISTINCT worker FROM token_state ORDER BY worker") { WorkerID($0.text(0)) }
    }

    package func tokens() throws -> [TokenRow] {
        try rows(
            """
            SELECT key, application, seller, region, scope, fingerprint, obtained_at, expires_at, worker FROM token_state
            ORDER BY seller IS NULL, seller, region, application, scope, key, worker
            """
        ) { row in
            TokenRow(
                worker: WorkerID(row.text(8)), key: row.text(0), application: row.text(1), seller: row.optionalText(2),
                region: row.optionalText(3),
                scope: row.optionalText(4), fingerprint: row.optionalText(5), obtainedAt: row.instant(6),
                expiresAt: row.instant(7))
        }
    }
}
