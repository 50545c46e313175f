package import JobModel
package import JobStore

// What targets of hooks have yet to be told.
extension PostgresTables {
    private static let noticeColumns = """
        id, coalesce(event_id, id), hook, target, at, application, seller, region, from_state, to_state, error_kind,
        error_message, error_status, error_request_id, actor, job_id, job_kind, job_operation, tries, tried_since,
        next_at, last_error, output_path, output_bytes, output_sha256 FROM notice
        """

    private func noticeRow(_ row: Columns) throws -> NoticeRow {
        NoticeRow(
            id: row.int64(0), eventID: row.int64(1), hook: try hook(row.text(2)), target: row.text(3),
            at: row.instant(4), application: row.text(5), seller: row.optionalText(6), region: row.optionalText(7),
            from: row.optionalText(8), to: row.optionalText(9), failure: row.failure(10), actor: row.optionalText(14),
            job: row.optionalInt64(15).map {
                NoticeRow.Job(
                    id: JobID($0), kind: row.text(16), operation: row.text(17),
                    output: row.optionalText(22).map {
                        NoticeRow.Output(path: $0, bytes: row.int(23), sha256: row.optionalText(24))
                    })
            },
            tries: row.int(18), triedSince: row.optionalInstant(19), nextAt: row.instant(20),
            lastError: row.optionalText(21))
    }

    private func hook(_ word: String) throws -> Hook {
        guard let hook = Hook(rawValue: word) else {
            throw StoreError(.corrupt, "The database holds a notice of a hook that does not exist: '\(word)'.")
        }
        return hook
    }

    package func insert(_ row: NoticeRow) throws -> Int64 {
        try insert(
            """
            INSERT INTO notice (event_id, hook, target, at, application, seller, region, from_state, to_state,
                error_kind, error_message, error_status, error_request_id, actor, job_id, job_kind, job_operation,
                tries, tried_since, next_at, last_error, output_path, output_bytes, output_sha256)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)
            """,
            [
                row.eventID == 0 ? nil : row.eventID, row.hook.rawValue, row.target, row.at.microseconds,
                row.application, row.seller, row.region, row.from, row.to, row.failure?.kind, row.failure?.message,
                row.failure?.status, row.failure?.requestID, row.actor, row.job?.id.value, row.job?.kind,
                row.job?.operation, row.tries, row.triedSince?.microseconds, row.nextAt.microseconds, row.lastError,
                row.job?.output?.path, row.job?.output?.bytes, row.job?.output?.sha256,
            ])
    }

    package func update(_ row: NoticeRow) throws {
        try execute(
            "UPDATE notice SET tries = $1, tried_since = $2, next_at = $3, last_error = $4 WHERE id = $5",
            [row.tries, row.triedSince?.microseconds, row.nextAt.microseconds, row.lastError, row.id])
    }

    package func notice(id: Int64) throws -> NoticeRow? {
        // Others may settle it, or take it because its time is up: they wait.
        try first("SELECT \(Self.noticeColumns) WHERE id = $1 FOR UPDATE", [id], noticeRow)
    }

    // Served by notice_due, which holds the id too.
    package func dueNotice(target: String, now: Timestamp) throws -> NoticeRow? {
        try first(
            "SELECT \(Self.noticeColumns) WHERE target = $1 AND next_at <= $2 ORDER BY next_at, id LIMIT 1",
            [target, now.microseconds], noticeRow)
    }

    package func moveNotice(id: Int64, from: Timestamp, to: Timestamp) throws -> Bool {
        try change(
            "UPDATE notice SET next_at = $1 WHERE id = $2 AND next_at = $3", [to.microseconds, id, from.microseconds])
            > 0
    }

    // Served by notice_due, a look for each target.
    package func nextNotice(for targets: [String]) throws -> Timestamp? {
        try targets.compactMap { target in
            try first("SELECT next_at FROM notice WHERE target = $1 ORDER BY next_at LIMIT 1", [target]) {
                $0.instant(0)
            }
        }.min()
    }

    package func notices(limit: Int) throws -> [NoticeRow] {
        try rows("SELECT \(Self.noticeColumns) ORDER BY id LIMIT $1", [limit], noticeRow)
    }

    package func noticeCount() throws -> Int { try first("SELECT count(*) FROM notice") { $0.int(0) } ?? 0 }
    package func deleteNotice(id: Int64) throws { try execute("DELETE FROM notice WHERE id = $1", [id]) }

    // Served by notice_due.
    package func deleteNotices(target: String, before: Timestamp) throws -> Int {
        try change("DELETE FROM notice WHERE target = $1 AND at < $2", [target, before.microseconds])
    }

    package func noticeGroups() throws -> [NoticeGroup] {
        try rows("SELECT hook, target, application, count(*) FROM notice GROUP BY hook, target, application") { row in
            NoticeGroup(hook: try hook(row.text(0)), target: row.text(1), application: row.text(2), count: row.int(3))
        }
    }

    package func readdressNotices(_ group: NoticeGroup, to target: String, at instant: Timestamp) throws {
        try execute(
            """
            UPDATE notice SET target = $1, next_at = $2, tries = 0, tried_since = NULL
            WHERE target = $3 AND hook = $4 AND application = $5
            """, [target, instant.microseconds, group.target, group.hook.rawValue, group.application])
    }

    package func deleteNotices(_ group: NoticeGroup) throws {
        try execute(
            "DELETE FROM notice WHERE target = $1 AND hook = $2 AND application = $3",
            [group.target, group.hook.rawValue, group.application])
    }

    package func hastenNotices(to instant: Timestamp) throws {
        try execute("UPDATE notice SET next_at = $1 WHERE next_at > $2", [instant.microseconds, instant.microseconds])
    }
}
