package import JobModel
package import JobStore

// Lanes and the limits that applications share.
extension PostgresTables {
    /// Runs and reserved permits are counted when the row is read: job_running says the same, and a lane need not be
    /// written only because a run of it ends.
    static let laneColumns = """
        l.id, p.name, a.seller, a.region, l.operation, l.application_id, l.authorization_id, l.application_limiter_id,
        l.configured_rate, l.configured_burst, l.rate, l.burst, l.arrival, o.permits, l.blocked_until, l.refusals,
        l.pause_reason, l.job_at, l.has_urgent, l.next_at, l.turn, l.waiting_turn, o.runs
        FROM lane l JOIN application p ON p.id = l.application_id LEFT JOIN LATERAL (
            SELECT o.seller, o.region FROM "authorization" o WHERE o.id = l.authorization_id OFFSET 0) a ON true
        CROSS JOIN LATERAL (
            SELECT count(*) AS runs, count(*) FILTER (WHERE r.holds_permit) AS permits
            FROM job_running r WHERE r.lane_id = l.id OFFSET 0) o
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
        if let known = keptLane(id: id) { return known }
        let row =
            try fetched.lanes.removeValue(forKey: id)
            ?? first("SELECT \(Self.laneColumns) WHERE l.id = $1", [id], lane)
        if let row {
            try requireLock(authorizationID: row.authorizationID, laneID: row.id)
            keep(row)
        }
        return row
    }

    // Served by lane_key.
    package func lane(applicationID: Int64, authorizationID: Int64?, operation: String) throws -> LaneRow? {
        let place = LanePlace(
            applicationID: applicationID, authorizationID: authorizationID, operation: operation)
        if let id = fetched.lanesByPlace[place], let known = keptLane(id: id) ?? fetched.lanes[id] { return known }
        return try first(
            """
            SELECT \(Self.laneColumns)
            WHERE l.application_id = $1 AND coalesce(l.authorization_id, 0) = $2 AND l.operation = $3
            """, [applicationID, authorizationID ?? 0, operation], lane)
    }

    // Served by lane_key, through the authorization's application.
    package func lanes(authorizationID: Int64) throws -> [LaneRow] {
        try keeping(
            rows(
                """
                SELECT \(Self.laneColumns)
                WHERE l.application_id = (SELECT application_id FROM "authorization" WHERE id = $1)
                    AND coalesce(l.authorization_id, 0) = $1
                ORDER BY l.id
                """, [authorizationID], lane))
    }

    package func lanes() throws -> [LaneRow] {
        let lanes = try keeping(rows("SELECT \(Self.laneColumns) ORDER BY l.id", [], lane))
        if case .wholeQueue = scope { try fetchHorizons() }
        return lanes
    }

    package func insert(_ row: LaneRow) throws -> Int64 {
        try requireWholeQueue()
        return try insert(
            """
            INSERT INTO lane (application_id, authorization_id, application_limiter_id, operation, configured_rate,
                configured_burst, rate, burst, arrival)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                row.applicationID, row.authorizationID, row.applicationLimiterID, row.key.operation,
                row.configured.rate,
                row.configured.burst, row.limiter.plan.rate, row.limiter.plan.burst, row.limiter.arrival.microseconds,
            ])
    }

    /// The columns that `update` compares, in its order.
    static let changingLaneColumns = [
        ("application_limiter_id", "bigint"), ("configured_rate", "double precision"), ("configured_burst", "integer"),
        ("rate", "double precision"), ("burst", "integer"), ("arrival", "bigint"), ("blocked_until", "bigint"),
        ("refusals", "integer"), ("pause_reason", "text"), ("job_at", "bigint"),
        ("has_urgent", "boolean"), ("next_at", "bigint"), ("turn", "bigint"), ("waiting_turn", "bigint"),
    ].map { (name: $0.0, type: $0.1) }

    package func update(_ row: LaneRow, was: LaneRow?) throws {
        fetched.lanes[row.id] = nil
        if row.hasUrgent, row.nextAt != nil { outlook?.hasUrgentLanes = true }
        var changes = ChangedColumns()
        changes.compare(row.applicationLimiterID, was.map(\.applicationLimiterID))
        changes.compare(row.configured.rate, was?.configured.rate)
        changes.compare(row.configured.burst, was?.configured.burst)
        changes.compare(row.limiter.plan.rate, was?.limiter.plan.rate)
        changes.compare(row.limiter.plan.burst, was?.limiter.plan.burst)
        changes.compare(row.limiter.arrival, was?.limiter.arrival) { $0.microseconds }
        changes.compare(row.limiter.blockedUntil, was.map(\.limiter.blockedUntil)) { $0?.microseconds }
        changes.compare(row.limiter.refusals, was?.limiter.refusals)
        changes.compare(row.pauseReason, was.map(\.pauseReason))
        changes.compare(row.jobAt, was.map(\.jobAt)) { $0?.microseconds }
        changes.compare(row.hasUrgent, was?.hasUrgent)
        changes.compare(row.nextAt, was.map(\.nextAt)) { $0?.microseconds }
        changes.compare(row.turn, was?.turn)
        changes.compare(row.waitingTurn, was.map(\.waitingTurn))
        // Runs are told by other tables, but kept here.
        let counts = was.map { $0.running == row.running && $0.limiter.reserved == row.limiter.reserved }
        let isFree = row.authorizationID.flatMap { kept.seller($0)?.isFree } ?? false
        if changes.mask == 0, counts == true, !isFree { return }
        if let seller = try take(row.authorizationID) { kept.keep(row, of: seller) }
        try write({ $0.lanes.add(row.id, changes) }, after: { $0.lanes.holds(row.id) })
    }

    /// Lanes without a seller, of which there are few, are found by lane_key.
    static let grantless =
        "lane WHERE application_id = $1 AND coalesce(authorization_id, 0) = 0"

    // Served by lane_due, or by lane_key.
    package func nextDue(applicationID: Int64, grantlessOnly: Bool) throws -> Timestamp? {
        let scope = grantlessOnly ? Self.grantless : "lane WHERE application_id = $1"
        return try first("SELECT min(next_at) FROM \(scope) AND next_at IS NOT NULL", [applicationID]) {
            $0.optionalInstant(0)
        } ?? nil
    }

    // Served by lane_waiting.
    package func waitingLanes(authorizationID: Int64, limit: Int) throws -> [LaneRow] {
        try keeping(
            rows(
                """
                SELECT \(Self.laneColumns)
                WHERE l.authorization_id = $1 AND l.waiting_turn IS NOT NULL ORDER BY l.waiting_turn LIMIT $2
                """, [authorizationID, limit], lane))
    }

    /// Keeps rows that a list has shown: whoever changes them asks for each by its number.
    private func keeping(_ lanes: [LaneRow]) -> [LaneRow] {
        if case .reading = scope { return lanes }
        for lane in lanes { fetched.lanes[lane.id] = lane }
        return lanes
    }

    static let limiterColumns = """
        id, application_id, region, operation, configured_rate, configured_burst, rate, burst, arrival, reserved,
        blocked_until, refusals, slot FROM application_limiter
        """

    func applicationLimiter(_ row: Columns) -> ApplicationLimiterRow {
        ApplicationLimiterRow(
            id: row.int64(0), applicationID: row.int64(1), region: row.text(2), operation: row.text(3),
            configured: LanePlan(rate: row.double(4), burst: row.int(5)), limiter: limiter(row, from: 6),
            slot: row.instant(12))
    }

    package func applicationLimiter(id: Int64) throws -> ApplicationLimiterRow? {
        noteLook(atLimiter: id)
        return try fetched.limiters.removeValue(forKey: id)
            ?? first("SELECT \(Self.limiterColumns) WHERE id = $1", [id], applicationLimiter)
    }

    package func applicationLimiter(
        applicationID: Int64, region: String, operation: String
    ) throws -> ApplicationLimiterRow? {
        try first(
            "SELECT \(Self.limiterColumns) WHERE application_id = $1 AND region = $2 AND operation = $3",
            [applicationID, region, operation], applicationLimiter)
    }

    package func applicationLimiters() throws -> [ApplicationLimiterRow] {
        let limiters = try rows("SELECT \(Self.limiterColumns) ORDER BY id", [], applicationLimiter)
        if case .wholeQueue = scope { for row in limiters { fetched.limiters[row.id] = row } }
        return limiters
    }

    package func insert(_ row: ApplicationLimiterRow) throws -> Int64 {
        try requireWholeQueue()
        return try insert(
            """
            INSERT INTO application_limiter (application_id, region, operation, configured_rate, configured_burst, rate,
                burst, arrival)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                row.applicationID, row.region, row.operation, row.configured.rate, row.configured.burst,
                row.limiter.plan.rate, row.limiter.plan.burst, row.limiter.arrival.microseconds,
            ])
    }

    package func update(_ row: ApplicationLimiterRow) throws {
        try requireLock(limiterID: row.id)
        fetched.limiters[row.id] = nil
        try execute(
            """
            UPDATE application_limiter SET configured_rate = $1, configured_burst = $2, rate = $3, burst = $4, arrival = $5,
                reserved = $6, blocked_until = $7, refusals = $8, slot = $9
            WHERE id = $10
            """,
            [
                row.configured.rate, row.configured.burst, row.limiter.plan.rate, row.limiter.plan.burst,
                row.limiter.arrival.microseconds, row.limiter.reserved, row.limiter.blockedUntil?.microseconds,
                row.limiter.refusals, row.slot.microseconds, row.id,
            ])
    }
}
