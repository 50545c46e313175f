package import JobModel
package import JobStore

// Requests of other processes.
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
}
