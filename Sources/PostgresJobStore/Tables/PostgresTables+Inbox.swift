package import JobModel
package import JobStore

// The inbox, into which others put rows by SQL.
extension PostgresTables {
    static let inboxColumns = """
        id, kind, seller, region, operation, params,
        body, options, run_at, priority, unique_key,
        max_attempts, deadline, output, status, job_id, error, created_at
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
        try rows("SELECT \(Self.inboxColumns) WHERE status = 'new' ORDER BY id LIMIT $1", [limit], inboxRow)
    }

    package func inboxRows(status: String?, limit: Int) throws -> [InboxRow] {
        try rows(
            "SELECT \(Self.inboxColumns) WHERE $1::text IS NULL OR status = $1 ORDER BY id DESC LIMIT $2",
            [status, limit],
            inboxRow)
    }

    package func inboxCount(status: String) throws -> Int {
        // Written out for new rows, so that inbox_new serves the question that is asked most.
        let condition = status == "new" ? "status = 'new' AND status = $1" : "status = $1"
        return try first("SELECT count(*) FROM inbox WHERE \(condition)", [status]) { $0.int(0) } ?? 0
    }

    package func isUnsettled(inboxID: Int64) throws -> Bool {
        try first("SELECT 1 FROM inbox WHERE id = $1 AND status = 'new' FOR UPDATE", [inboxID]) { _ in true } ?? false
    }

    package func settleInbox(id: Int64, status: String, jobID: JobID?, error: String?, at: Timestamp) throws {
        try execute(
            "UPDATE inbox SET status = $1, job_id = $2, error = $3, settled_at = $4 WHERE id = $5",
            [status, jobID?.value, error, at.microseconds, id])
    }

    // Served by inbox_settled.
    package func deleteSettledInbox(before: Timestamp, limit: Int) throws -> Int {
        try change(
            """
            DELETE FROM inbox WHERE id = ANY(ARRAY(
                SELECT id FROM inbox WHERE settled_at IS NOT NULL AND settled_at < $1 ORDER BY settled_at LIMIT $2))
            """, [before.microseconds, limit])
    }

    // Served by inbox_settled.
    package func settledInboxCount(before: Timestamp) throws -> Int {
        try first(
            "SELECT count(*) FROM inbox WHERE settled_at IS NOT NULL AND settled_at < $1", [before.microseconds]
        ) { $0.int(0) } ?? 0
    }

    package func inboxStatus(id: Int64) throws -> String? {
        try first("SELECT status FROM inbox WHERE id = $1", [id]) { $0.text(0) }
    }

    package func reopenInbox(id: Int64) throws {
        try execute(
            "UPDATE inbox SET status = 'new', job_id = NULL, error = NULL, settled_at = NULL WHERE id = $1", [id])
    }

    // Served by inbox_settled.
    package func reopenRejectedInbox(until: Timestamp, limit: Int) throws -> Int {
        try change(
            """
            UPDATE inbox SET status = 'new', job_id = NULL, error = NULL, settled_at = NULL WHERE id = ANY(ARRAY(
                SELECT id FROM inbox WHERE settled_at IS NOT NULL AND settled_at <= $1 AND status = 'rejected'
                ORDER BY settled_at LIMIT $2))
            """, [until.microseconds, limit])
    }
}
