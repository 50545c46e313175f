package import JobModel
package import JobStore

// Applications and authorizations: few rows, found by their unique keys.
extension SQLiteTables {
    private static let applicationColumns = """
        id, name, state, since, error_kind, error_message, error_status, error_request_id, fingerprint, pause_reason,
        blocked_until, pauses
        """

    private func application(_ row: Columns) -> ApplicationRow {
        ApplicationRow(
            id: row.int64(0), name: row.text(1), state: ApplicationState(rawValue: row.int(2)) ?? .ok,
            since: row.instant(3), failure: row.failure(4), blockedUntil: row.optionalInstant(10), pauses: row.int(11),
            fingerprint: row.optionalText(8), pauseReason: row.optionalText(9))
    }

    package func application(id: Int64) throws -> ApplicationRow? {
        try first("SELECT \(Self.applicationColumns) FROM application WHERE id = ?", [id], application)
    }

    package func application(name: String) throws -> ApplicationRow? {
        try first("SELECT \(Self.applicationColumns) FROM application WHERE name = ?", [name], application)
    }

    package func applications() throws -> [ApplicationRow] {
        try rows("SELECT \(Self.applicationColumns) FROM application ORDER BY id", [], application)
    }

    package func insert(_ row: ApplicationRow) throws -> Int64 {
        try insert(
            "INSERT INTO application (name, state, since) VALUES (?, ?, ?)",
            [row.name, row.state.rawValue, row.since.microseconds])
    }

    package func update(_ row: ApplicationRow) throws {
        try execute(
            """
            UPDATE application SET state = ?, since = ?, error_kind = ?, error_message = ?, error_status = ?,
                error_request_id = ?, fingerprint = ?, pause_reason = ?, blocked_until = ?, pauses = ?
            WHERE id = ?
            """,
            [
                row.state.rawValue, row.since.microseconds, row.failure?.kind, row.failure?.message,
                row.failure?.status,
                row.failure?.requestID, row.fingerprint, row.pauseReason, row.blockedUntil?.microseconds, row.pauses,
                row.id,
            ])
    }

    /// Runs are counted when the row is read, which happens once for a long time: job_running says the same, and the
    /// row need not be written twice a job. The plus keeps the id's type out of the comparison, or lane_key would not
    /// serve it.
    static let authorizationColumns = """
        a.id, p.name, a.seller, a.region, a.application_id, a.state, a.since, a.error_kind, a.error_message,
        a.error_status, a.error_request_id, a.blocked_until, a.suspicions, a.fingerprint, a.last_good_at, a.pause_reason,
        (SELECT count(*) FROM lane l CROSS JOIN job_running r ON r.lane_id = l.id
            WHERE l.application_id = a.application_id AND ifnull(l.authorization_id, 0) = +a.id), a.waiting_lanes
        FROM authorization a JOIN application p ON p.id = a.application_id
        """

    func authorization(_ row: Columns) -> AuthorizationRow {
        AuthorizationRow(
            id: row.int64(0),
            key: AuthorizationKey(application: row.text(1), seller: row.text(2), region: row.text(3)),
            applicationID: row.int64(4), state: AuthorizationState(rawValue: row.int(5)) ?? .active,
            since: row.instant(6), failure: row.failure(7), blockedUntil: row.optionalInstant(11),
            suspicions: row.int(12), fingerprint: row.optionalText(13), lastGoodAt: row.optionalInstant(14),
            pauseReason: row.optionalText(15), running: row.int(16), waitingLanes: row.int(17))
    }

    package func authorization(id: Int64) throws -> AuthorizationRow? {
        try first("SELECT \(Self.authorizationColumns) WHERE a.id = ?", [id], authorization)
    }

    package func authorization(key: AuthorizationKey) throws -> AuthorizationRow? {
        try first(
            "SELECT \(Self.authorizationColumns) WHERE p.name = ? AND a.seller = ? AND a.region = ?",
            [key.application, key.seller, key.region], authorization)
    }

    package func authorizations() throws -> [AuthorizationRow] {
        try rows("SELECT \(Self.authorizationColumns) ORDER BY a.id", [], authorization)
    }

    // Served by authorization_troubled.
    package func troubledAuthorizations() throws -> [AuthorizationRow] {
        try rows("SELECT \(Self.authorizationColumns) WHERE a.state <> 0 ORDER BY a.id", [], authorization)
    }

    package func insert(_ row: AuthorizationRow) throws -> Int64 {
        try insert(
            "INSERT INTO authorization (application_id, seller, region, state, since) VALUES (?, ?, ?, ?, ?)",
            [row.applicationID, row.key.seller, row.key.region, row.state.rawValue, row.since.microseconds])
    }

    /// The columns that `update` compares, in its order.
    static let changingAuthorizationColumns = [
        "state", "since", "error_kind", "error_message", "error_status", "error_request_id", "blocked_until",
        "suspicions", "fingerprint", "last_good_at", "pause_reason", "waiting_lanes",
    ]

    package func update(_ row: AuthorizationRow, was: AuthorizationRow?) throws {
        if let was { try update(row, was, areAll: false) } else { try update(row, row, areAll: true) }
    }

    private func update(_ row: AuthorizationRow, _ was: AuthorizationRow, areAll: Bool) throws {
        var changes = ChangedColumns(areAll: areAll)
        changes.compare(row.state.rawValue, was.state.rawValue)
        changes.compare(row.since, was.since)
        changes.compare(row.failure?.kind, was.failure?.kind)
        changes.compare(row.failure?.message, was.failure?.message)
        changes.compare(row.failure?.status, was.failure?.status)
        changes.compare(row.failure?.requestID, was.failure?.requestID)
        changes.compare(row.blockedUntil, was.blockedUntil)
        changes.compare(row.suspicions, was.suspicions)
        changes.compare(row.fingerprint, was.fingerprint)
        changes.compare(row.lastGoodAt, was.lastGoodAt)
        changes.compare(row.pauseReason, was.pauseReason)
        changes.compare(row.waitingLanes, was.waitingLanes)
        try update(hot.updateAuthorization, id: row.id, changes)
    }
}
