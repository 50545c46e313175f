package import JobModel
package import JobStore

// The inbox, into which others put rows by SQL.
extension SQLiteTables {
    static let inboxColumns = """
        id, cast(kind AS TEXT), cast(seller AS TEXT), cast(region AS TEXT), cast(operation AS TEXT), cast(params AS TEXT),
        cast(body AS TEXT), cast(options AS TEXT), cast(run_at AS TEXT), cast(priority AS TEXT), cast(unique_key AS TEXT),
        cast(max_attempts AS TEXT), cast(deadline AS TEXT), cast(output AS TEXT), status, job_id, error, created_at
        FROM inbox
        """

    func inboxRow(_ row: Columns) -> InboxRow {
        InboxRow(
            id: row.int64(0), kind: row.optionalText(1) ?? "request", seller: row.optionalText(2),
            region: row.optionalText(3), operation: row.optionalText(4), parameters: row.optionalText(5),
            body: row.optionalText(6), options: row.optionalText(7), runAt: row.optionalText(8),
            priority: row.optionalText(9), uniqueKey: row.optionalText(10), maxAttempts: row.optionalText(11),
            deadline: row.optionalText(12), output: row.optionalText(13), status: row.text(14),
            jobID: row.optionalInt64(15).map { JobID($0) }, error: row.optionalText(16), createdAt: row.optionalText(17)
        )
    }

    // Served by inbox_new.
    package func newInboxRows(limit: Int) throws -> [InboxRow] {
        try rows("SELECT \(Self.inboxColumns) WHERE status = 'new' ORDER BY id LIMIT ?", [limit], inboxRow)
    }

    package func inboxRows(status: String?, limit: Int) throws -> [InboxRow] {
        try rows(
            "SELECT \(Self.inboxColumns) WHERE ?1 IS NULL OR status = ?1 ORDER BY id DESC LIMIT ?2", [status, limit],
            inboxRow)
    }

    package func inboxCount(status: String) throws -> Int {
        // Written out for new rows, so that inbox_new serves the question that is asked most.
        let condition = status == "new" ? "status = 'new' AND status = ?" : "status = ?"
        return try first("SELECT count(*) FROM inbox WHERE \(condition)", [status]) { $0.int(0) } ?? 0
    }

    package func isUnsettled(inboxID: Int64) throws -> Bool {
        try first("SELECT 1 FROM inbox WHERE id = ? AND status = 'new'", [inboxID]) { _ in true } ?? false
    }

    package func settleInbox(id: Int64, status: String, jobID: JobID?, error: String?, at: Timestamp) throws {
        try execute(
            "UPDATE inbox SET status = ?, job_id = ?, error = ?, settled_at = ? WHERE id = ?",
            [status, jobID?.value, error, at.microseconds, id])
    }

    // Served by inbox_settled.
    package func deleteSettledInbox(before: Timestamp, limit: Int) throws -> Int {
        try change(
            """
            DELETE FROM inbox WHERE id IN (
                SELECT id FROM inbox WHERE settled_at IS NOT NULL AND settled_at < ? ORDER BY settled_at LIMIT ?)
            """, [before.microseconds, limit])
    }

    // Served by inbox_settled.
    package func settledInboxCount(before: Timestamp) throws -> Int {
        try first(
            "SELECT count(*) FROM inbox WHERE settled_at IS NOT NULL AND settled_at < ?", [before.microseconds]
        ) { $0.int(0) } ?? 0
    }

    package func inboxStatus(id: Int64) throws -> String? {
        try first("SELECT status FROM inbox WHERE id = ?", [id]) { $0.text(0) }
    }

    package func reopenInbox(id: Int64) throws {
        try execute(
            "UPDATE inbox SET status = 'new', job_id = NULL, error = NULL, settled_at = NULL WHERE id = ?", [id])
    }

    // Served by inbox_settled.
    package func reopenRejectedInbox(until: Timestamp, limit: Int) throws -> Int {
        try change(
            """
            UPDATE inbox SET status = 'new', job_id = NULL, error = NULL, settled_at = NULL WHERE id IN (
                SELECT id FROM inbox WHERE settled_at IS NOT NULL AND settled_at <= ? AND status = 'rejected'
                ORDER BY settled_at LIMIT ?)
            """, [until.microseconds, limit])
    }
}
