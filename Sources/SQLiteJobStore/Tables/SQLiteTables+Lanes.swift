package import JobModel
package import JobStore

// Lanes and the limits that applications share.
extension SQLiteTables {
    /// Runs and reserved permits are counted when the row is read, which happens once for a long time: job_running says
    /// the same, and a lane need not be written only because a run of it ends.
    static let laneColumns = """
        l.id, p.name, a.seller, a.region, l.operation, l.application_id, l.authorization_id, l.application_limiter_id,
        l.configured_rate, l.configured_burst, l.rate, l.burst, l.arrival,
        (SELECT count(*) FROM job_running WHERE lane_id = l.id AND holds_permit = 1), l.blocked_until, l.refusals,
        l.pause_reason, l.job_at, l.has_urgent, l.next_at, l.turn, l.waiting_turn,
        (SELECT count(*) FROM job_running WHERE lane_id = l.id)
        FROM lane l JOIN application p ON p.id = l.application_id LEFT JOIN authorization a ON a.id = l.authorization_id
        """

    func lane(_ row: Columns) -> LaneRow {
        let application = row.text(1)
        let operation = row.text(4)
        let key =
            if let seller = row.optionalText(2), let region = row.optionalText(3) {
                LaneKey(
                    authorization: AuthorizationKey(application: application, seller: seller, region: region),
                    operation: operation)
            } else {
                LaneKey(application: application, operation: operation)
            }
        return LaneRow(
            id: row.int64(0), key: key, applicationID: row.int64(5), authorizationID: row.optionalInt64(6),
            applicationLimiterID: row.optionalInt64(7),
            configured: LanePlan(rate: row.double(8), burst: row.int(9)),
            limiter: limiter(row, from: 10), pauseReason: row.optionalText(16), jobAt: row.optionalInstant(17),
            hasUrgent: row.flag(18), nextAt: row.optionalInstant(19), turn: row.int64(20),
            waitingTurn: row.optionalInt64(21), running: row.int(22))
    }

    /// A limiter in six columns: rate, burst, arrival, reserved, blocked until, refusals.
    private func limiter(_ row: Columns, from index: Int) -> Limiter {
        Limiter(
            plan: LanePlan(rate: row.double(index), burst: row.int(index + 1)), arrival: row.instant(index + 2),
            reserved: row.int(index + 3), blockedUntil: row.optionalInstant(index + 4), refusals: row.int(index + 5))
    }

    package func lane(id: Int64) throws -> LaneRow? {
        try first("SELECT \(Self.laneColumns) WHERE l.id = ?", [id], lane)
    }

    static let laneByKeyQuery =
        "SELECT \(laneColumns) WHERE l.application_id = ? AND ifnull(l.authorization_id, 0) = ? AND l.operation = ?"

    // Served by lane_key.
    package func lane(applicationID: Int64, authorizationID: Int64?, operation: String) throws -> LaneRow? {
        var found: LaneRow?
        try step(hot.laneByKey) {
            $0.add(applicationID)
            $0.add(authorizationID ?? 0)
            $0.add(operation)
        } visit: {
            found = lane($0)
            return false
        }
        return found
    }

    // Served by lane_key, through the authorization's application.
    package func lanes(authorizationID: Int64) throws -> [LaneRow] {
        try rows(
            """
            SELECT \(Self.laneColumns)
            WHERE l.application_id = (SELECT application_id FROM authorization WHERE id = ?1)
                AND ifnull(l.authorization_id, 0) = ?1
            ORDER BY l.id
            """, [authorizationID], lane)
    }

    package func lanes() throws -> [LaneRow] {
        try rows("SELECT \(Self.laneColumns) ORDER BY l.id", [], lane)
    }

    package func insert(_ row: LaneRow) throws -> Int64 {
        try insert(
            """
            INSERT INTO lane (application_id, authorization_id, application_limiter_id, operation, configured_rate,
                configured_burst, rate, burst, arrival)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                row.applicationID, row.authorizationID, row.applicationLimiterID, row.key.operation,
                row.configured.rate,
                row.configured.burst, row.limiter.plan.rate, row.limiter.plan.burst, row.limiter.arrival.microseconds,
            ])
    }

    /// The columns that `update` compares, in its order.
    static let changingLaneColumns = [
        "application_limiter_id", "configured_rate", "configured_burst", "rate", "burst", "arrival", "blocked_until",
        "refusals", "pause_reason", "job_at", "has_urgent", "next_at", "turn", "waiting_turn",
    ]

    package func update(_ row: LaneRow, was: LaneRow?) throws {
        if let was { try update(row, was, areAll: false) } else { try update(row, row, areAll: true) }
    }

    private func update(_ row: LaneRow, _ was: LaneRow, areAll: Bool) throws {
        var changes = ChangedColumns(areAll: areAll)
        changes.compare(row.applicationLimiterID, was.applicationLimiterID)
        changes.compare(row.configured.rate, was.configured.rate)
        changes.compare(row.configured.burst, was.configured.burst)
        changes.compare(row.limiter.plan.rate, was.limiter.plan.rate)
        changes.compare(row.limiter.plan.burst, was.limiter.plan.burst)
        changes.compare(row.limiter.arrival, was.limiter.arrival)
        changes.compare(row.limiter.blockedUntil, was.limiter.blockedUntil)
        changes.compare(row.limiter.refusals, was.limiter.refusals)
        changes.compare(row.pauseReason, was.pauseReason)
        changes.compare(row.jobAt, was.jobAt)
        changes.compare(row.hasUrgent, was.hasUrgent)
        changes.compare(row.nextAt, was.nextAt)
        changes.compare(row.turn, was.turn)
        changes.compare(row.waitingTurn, was.waitingTurn)
        try update(hot.updateLane, id: row.id, changes)
    }

    // Read from lane_due and lane_urgent alone; lanes without a seller, of which there are few, from lane_key.
    package func dueLanes(
        applicationID: Int64, grantlessOnly: Bool, now: Timestamp, urgentOnly: Bool, limit: Int
    ) throws -> [DueLane] {
        let urgent = urgentOnly ? " AND has_urgent = 1" : ""
        let scope = grantlessOnly ? Self.grantless : "lane WHERE application_id = ?"
        return try rows(
            """
            SELECT id, next_at, turn FROM \(scope) AND next_at IS NOT NULL AND next_at <= ?\(urgent)
            ORDER BY next_at, turn LIMIT ?
            """, [applicationID, now.microseconds, limit]
        ) { DueLane(id: $0.int64(0), nextAt: $0.instant(1), turn: $0.int64(2)) }
    }

    static let grantless =
        "lane INDEXED BY lane_key WHERE application_id = ? AND ifnull(authorization_id, 0) = 0"

    // Served by lane_due, or by lane_key.
    package func nextDue(applicationID: Int64, grantlessOnly: Bool) throws -> Timestamp? {
        let scope = grantlessOnly ? Self.grantless : "lane WHERE application_id = ?"
        return try first("SELECT min(next_at) FROM \(scope) AND next_at IS NOT NULL", [applicationID]) {
            $0.optionalInstant(0)
        } ?? nil
    }

    // Served by lane_waiting.
    package func waitingLanes(authorizationID: Int64, limit: Int) throws -> [LaneRow] {
        try rows(
            """
            SELECT \(Self.laneColumns)
            WHERE l.authorization_id = ? AND l.waiting_turn IS NOT NULL ORDER BY l.waiting_turn LIMIT ?
            """, [authorizationID, limit], lane)
    }

    private static let limiterColumns = """
        id, application_id, region, operation, configured_rate, configured_burst, rate, burst, arrival, reserved,
        blocked_until, refusals, slot FROM application_limiter
        """

    private func applicationLimiter(_ row: Columns) -> ApplicationLimiterRow {
        ApplicationLimiterRow(
            id: row.int64(0), applicationID: row.int64(1), region: row.text(2), operation: row.text(3),
            configured: LanePlan(rate: row.double(4), burst: row.int(5)), limiter: limiter(row, from: 6),
            slot: row.instant(12))
    }

    package func applicationLimiter(id: Int64) throws -> ApplicationLimiterRow? {
        try first("SELECT \(Self.limiterColumns) WHERE id = ?", [id], applicationLimiter)
    }

    package func applicationLimiter(
        applicationID: Int64, region: String, operation: String
    ) throws -> ApplicationLimiterRow? {
        try first(
            "SELECT \(Self.limiterColumns) WHERE application_id = ? AND region = ? AND operation = ?",
            [applicationID, region, operation], applicationLimiter)
    }

    package func applicationLimiters() throws -> [ApplicationLimiterRow] {
        try rows("SELECT \(Self.limiterColumns) ORDER BY id", [], applicationLimiter)
    }

    package func insert(_ row: ApplicationLimiterRow) throws -> Int64 {
        try insert(
            """
            INSERT INTO application_limiter (application_id, region, operation, configured_rate, configured_burst, rate,
                burst, arrival)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                row.applicationID, row.region, row.operation, row.configured.rate, row.configured.burst,
                row.limiter.plan.rate, row.limiter.plan.burst, row.limiter.arrival.microseconds,
            ])
    }

    package func update(_ row: ApplicationLimiterRow) throws {
        try execute(
            """
            UPDATE application_limiter SET configured_rate = ?, configured_burst = ?, rate = ?, burst = ?, arrival = ?,
                reserved = ?, blocked_until = ?, refusals = ?, slot = ?
            WHERE id = ?
            """,
            [
                row.configured.rate, row.configured.burst, row.limiter.plan.rate, row.limiter.plan.burst,
                row.limiter.arrival.microseconds, row.limiter.reserved, row.limiter.blockedUntil?.microseconds,
                row.limiter.refusals, row.slot.microseconds, row.id,
            ])
    }
}
