package import JobModel
package import JobStore

// Applications and authorizations: few rows, found by their unique keys.
extension PostgresTables {
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
        if case .rows = scope { return try applications().first { $0.id == id } }
        return try first("SELECT \(Self.applicationColumns) FROM application WHERE id = $1", [id], application)
    }

    package func application(name: String) throws -> ApplicationRow? {
        if case .rows = scope { return try applications().first { $0.name == name } }
        if let known = fetched.applications[name] { return known }
        let row = try first("SELECT \(Self.applicationColumns) FROM application WHERE name = $1", [name], application)
        fetched.applications[name] = row
        return row
    }

    // Whoever changes one has the whole queue: until somebody has, they are as they were read.
    package func applications() throws -> [ApplicationRow] {
        if case .rows = scope, let known = kept.applications { return known }
        let found = try rows("SELECT \(Self.applicationColumns) FROM application ORDER BY id", [], application)
        if case .rows = scope { kept.applications = found }
        return found
    }

    package func insert(_ row: ApplicationRow) throws -> Int64 {
        try requireWholeQueue()
        return try insert(
            "INSERT INTO application (name, state, since) VALUES ($1, $2, $3)",
            [row.name, row.state.rawValue, row.since.microseconds])
    }

    package func update(_ row: ApplicationRow) throws {
        try requireWholeQueue()
        fetched.applications[row.name] = nil
        try execute(
            """
            UPDATE application SET state = $1, since = $2, error_kind = $3, error_message = $4, error_status = $5,
                error_request_id = $6, fingerprint = $7, pause_reason = $8, blocked_until = $9, pauses = $10
            WHERE id = $11
            """,
            [
                row.state.rawValue, row.since.microseconds, row.failure?.kind, row.failure?.message,
                row.failure?.status,
                row.failure?.requestID, row.fingerprint, row.pauseReason, row.blockedUntil?.microseconds, row.pauses,
                row.id,
            ])
    }

    /// Runs are counted when the row is read: job_running says the same, and the row need not be written twice a job.
    static let authorizationColumns = """
        a.id, p.name, a.seller, a.region, a.application_id, a.state, a.since, a.error_kind, a.error_message,
        a.error_status, a.error_request_id, a.blocked_until, a.suspicions, a.fingerprint, a.last_good_at, a.pause_reason,
        (SELECT count(*) FROM lane l CROSS JOIN LATERAL (
                SELECT 1 FROM job_running r WHERE r.lane_id = l.id OFFSET 0) AS o
            WHERE l.application_id = a.application_id AND coalesce(l.authorization_id, 0) = a.id), a.waiting_lanes
        FROM "authorization" a JOIN application p ON p.id = a.application_id
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
        let seller = kept.seller(id)
        if let known = seller?.row { return known }
        let row =
            try fetched.authorizations.removeValue(forKey: id)
            ?? first("SELECT \(Self.authorizationColumns) WHERE a.id = $1", [id], authorization)
        if row != nil { try requireLock(authorizationID: id, laneID: 0) }
        seller?.row = row
        return row
    }

    package func authorization(key: AuthorizationKey) throws -> AuthorizationRow? {
        if let id = fetched.authorizationIDs[key], let known = kept.seller(id)?.row ?? fetched.authorizations[id] {
            return known
        }
        return try first(
            "SELECT \(Self.authorizationColumns) WHERE p.name = $1 AND a.seller = $2 AND a.region = $3",
            [key.application, key.seller, key.region], authorization)
    }

    package func authorizations() throws -> [AuthorizationRow] {
        let authorizations = try rows("SELECT \(Self.authorizationColumns) ORDER BY a.id", [], authorization)
        if case .wholeQueue = scope { for row in authorizations { fetched.authorizations[row.id] = row } }
        return authorizations
    }

    // Served by authorization_troubled.
    package func troubledAuthorizations() throws -> [AuthorizationRow] {
        try rows("SELECT \(Self.authorizationColumns) WHERE a.state <> 0 ORDER BY a.id", [], authorization)
    }

    package func insert(_ row: AuthorizationRow) throws -> Int64 {
        try requireWholeQueue()
        return try insert(
            "INSERT INTO \"authorization\" (application_id, seller, region, state, since) VALUES ($1, $2, $3, $4, $5)",
            [row.applicationID, row.key.seller, row.key.region, row.state.rawValue, row.since.microseconds])
    }

    /// The columns that `update` compares, in its order.
    static let changingAuthorizationColumns = [
        ("state", "integer"), ("since", "bigint"), ("error_kind", "text"), ("error_message", "text"),
        ("error_status", "integer"), ("error_request_id", "text"), ("blocked_until", "bigint"),
        ("suspicions", "integer"), ("fingerprint", "text"), ("last_good_at", "bigint"), ("pause_reason", "text"),
        ("waiting_lanes", "integer"),
    ].map { (name: $0.0, type: $0.1) }

    package func update(_ row: AuthorizationRow, was: AuthorizationRow?) throws {
        fetched.authorizations[row.id] = nil
        var changes = ChangedColumns()
        changes.compare(row.state, was?.state) { $0.rawValue }
        changes.compare(row.since, was?.since) { $0.microseconds }
        let failure = was.map(\.failure)
        changes.compare(row.failure?.kind, failure.map { $0?.kind })
        changes.compare(row.failure?.message, failure.map { $0?.message })
        changes.compare(row.failure?.status, failure.map { $0?.status })
        changes.compare(row.failure?.requestID, failure.map { $0?.requestID })
        changes.compare(row.blockedUntil, was.map(\.blockedUntil)) { $0?.microseconds }
        changes.compare(row.suspicions, was?.suspicions)
        changes.compare(row.fingerprint, was.map(\.fingerprint))
        changes.compare(row.lastGoodAt, was.map(\.lastGoodAt)) { $0?.microseconds }
        changes.compare(row.pauseReason, was.map(\.pauseReason))
        changes.compare(row.waitingLanes, was?.waitingLanes)
        if changes.mask == 0, was?.running == row.running { return }
        try take(row.id)?.row = row
        try write({ $0.authorizations.add(row.id, changes) }, after: { $0.authorizations.holds(row.id) })
    }
}
