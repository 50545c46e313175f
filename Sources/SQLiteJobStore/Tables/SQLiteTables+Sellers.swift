package import JobModel
package import JobStore

// Applications and authorizations: few rows, found by their unique keys.
extension SQLiteTables {
    private static let applicationColumns = """
        id, name, state, since, error_kind, error_message, error_status, error_request_id, fingerprint, pause_reason
        """

    private func application(_ row: Columns) -> ApplicationRow {
        ApplicationRow(
            id: row.int64(0), name: row.text(1), state: ApplicationState(rawValue: row.int(2)) ?? .ok,
            since: row.instant(3), failure: row.failure(4), fingerprint: row.optionalText(8),
            pauseReason: row.optionalText(9))
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
                error_request_id = ?, fingerprint = ?, pause_reason = ?
            WHERE id = ?
            """,
            [
                row.state.rawValue, row.since.microseconds, row.failure?.kind, row.failure?.message,
                row.failure?.status,
                row.failure?.requestID, row.fingerprint, row.pauseReason, row.id,
            ])
    }

    private static let authorizationColumns = """
        a.id, p.name, a.seller, a.region, a.application_id, a.state, a.since, a.error_kind, a.error_message,
        a.error_status, a.error_request_id, a.blocked_until, a.suspicions, a.fingerprint, a.last_good_at, a.pause_reason,
        a.running, a.waiting_lanes
        FROM authorization a JOIN application p ON p.id = a.application_id
        """

    private func authorization(_ row: Columns) -> AuthorizationRow {
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

    package func insert(_ row: AuthorizationRow) throws -> Int64 {
        try insert(
            "INSERT INTO authorization (application_id, seller, region, state, since) VALUES (?, ?, ?, ?, ?)",
            [row.applicationID, row.key.seller, row.key.region, row.state.rawValue, row.since.microseconds])
    }

    package func update(_ row: AuthorizationRow, was: AuthorizationRow?) throws {
        if var was {
            (was.running, was.waitingLanes) = (row.running, row.waitingLanes)
            if was == row {
                // What changes with every run.
                return try execute(
                    "UPDATE authorization SET running = ?, waiting_lanes = ? WHERE id = ?",
                    [row.running, row.waitingLanes, row.id])
            }
        }
        try execute(
            """
            UPDATE authorization SET state = ?, since = ?, error_kind = ?, error_message = ?, error_status = ?,
                error_request_id = ?, blocked_until = ?, suspicions = ?, fingerprint = ?, last_good_at = ?,
                pause_reason = ?, running = ?, waiting_lanes = ?
            WHERE id = ?
            """,
            [
                row.state.rawValue, row.since.microseconds, row.failure?.kind, row.failure?.message,
                row.failure?.status,
                row.failure?.requestID, row.blockedUntil?.microseconds, row.suspicions, row.fingerprint,
                row.lastGoodAt?.microseconds, row.pauseReason, row.running, row.waitingLanes, row.id,
            ])
    }
}
