package import JobModel

/// When lanes wake: the heart of limits and fairness.
extension QueueTransaction {
    /// The authorization of the lane, or `nil` for grantless lanes.
    mutating func authorization(of lane: LaneRow) throws -> AuthorizationRow? {
        guard let id = lane.authorizationID else { return nil }
        return try authorization(id)
    }

    /// Sets the instant at which the lane can next yield a job, from what is known of it.
    ///
    /// It is never too late: a lane that wakes too early is looked at once and put to sleep with better knowledge.
    ///
    /// A lane that is due already keeps its place among those that are due, and one that becomes due goes behind them:
    /// neither old jobs nor frequent events let a lane pass the others.
    mutating func refresh(_ lane: inout LaneRow) throws {
        guard var wakeAt = try wakeTime(of: lane) else {
            lane.nextAt = nil
            return
        }
        let before = lane.nextAt
        // A lane that waits for the application's limit keeps the slot it was given, or those with frequent events would
        // take the permits of those that wait quietly.
        if let id = lane.applicationLimiterID, let before, before > now, before <= (try limiter(id)).slot {
            wakeAt = max(wakeAt, before)
        }
        if wakeAt > now {
            lane.nextAt = wakeAt
        } else {
            lane.nextAt = min(before ?? now, now)
        }
    }

    /// Saves a lane after an event that may have put it to sleep; if it did, the place that the lane would have taken goes
    /// to the next one of its authorization's waiting list.
    mutating func saveYielding(_ lane: LaneRow) throws {
        let wasDue = memory.lanes[lane.id]?.nextAt.map { $0 <= now } ?? false
        save(lane)
        let isDue = lane.nextAt.map { $0 <= now } ?? false
        if wasDue, !isDue, let id = lane.authorizationID { try wakeWaiters(of: id) }
    }

    private mutating func wakeTime(of lane: LaneRow) throws -> Timestamp? {
        guard let jobAt = lane.jobAt, lane.pauseReason == nil, lane.waitingTurn == nil else { return nil }
        var wakeAt = max(jobAt, lane.limiter.availableAt(now: now, margin: rules.margin))
        if let id = lane.authorizationID {
            let (isParked, blockedUntil) = try hold(ofAuthorization: id)
            if isParked { return nil }
            if let blockedUntil { wakeAt = max(wakeAt, blockedUntil) }
        }
        return max(wakeAt, .distantPast)
    }

    /// What keeps an authorization's lanes back. Asked whenever a lane changes.
    private mutating func hold(ofAuthorization id: Int64) throws -> (isParked: Bool, blockedUntil: Timestamp?) {
        func hold(_ row: borrowing AuthorizationRow) -> (isParked: Bool, blockedUntil: Timestamp?) {
            (row.isParked, row.blockedUntil)
        }
        if let known = memory.authorizations.look(at: id, hold) { return known }
        return hold(try authorization(id))
    }

    /// Tells the lane that a job of it waits from `runAt` on.
    mutating func announce(_ job: JobRow, in lane: inout LaneRow) throws {
        lane.jobAt = min(lane.jobAt ?? job.runAt, job.runAt)
        if job.priority == 0 { lane.hasUrgent = true }
        try refresh(&lane)
    }

    /// Learns from the jobs themselves when the lane can next yield one.
    mutating func survey(_ lane: inout LaneRow) throws {
        try flushJobs()
        try survey(&lane, try tables.horizon(laneID: lane.id))
    }

    /// Takes note of when the lane can next yield a job.
    mutating func survey(_ lane: inout LaneRow, _ horizon: LaneHorizon) throws {
        (lane.jobAt, lane.hasUrgent) = (horizon.jobAt, horizon.hasUrgent)
        try refresh(&lane)
    }

    /// Puts a lane whose authorization is busy on that authorization's waiting list.
    mutating func waitForRoom(_ lane: inout LaneRow, _ authorization: inout AuthorizationRow) throws {
        guard lane.waitingTurn == nil else { return }
        lane.waitingTurn = try tables.nextTurn()
        lane.nextAt = nil
        authorization.waitingLanes += 1
    }

    /// Wakes lanes that waited for a run of their authorization to end, oldest first, until its room could be used up.
    mutating func wakeWaiters(of authorizationID: Int64) throws {
        var authorization = try authorization(authorizationID)
        var room = rules.perAuthorization - authorization.running
        while room > 0, authorization.waitingLanes > 0 {
            try flushRows()
            let waiting = try tables.waitingLanes(authorizationID: authorizationID, limit: room)
            if waiting.isEmpty {
                authorization.waitingLanes = 0
                save(authorization)
                return
            }
            for stored in waiting {
                var lane = try lane(stored.id)
                lane.waitingTurn = nil
                authorization.waitingLanes = max(0, authorization.waitingLanes - 1)
                try refresh(&lane)
                save(lane)
                if let nextAt = lane.nextAt, nextAt <= now { room -= 1 }
            }
            save(authorization)
        }
    }

    // MARK: Finding or making rows

    /// The application's row, made when it is not there yet.
    package mutating func applicationID(_ name: String) throws -> Int64 {
        if let row = try tables.application(name: name) { return row.id }
        return try tables.insert(ApplicationRow(id: 0, name: name, since: now))
    }

    /// The authorization's row, made when it is not there yet.
    package mutating func authorizationID(_ key: AuthorizationKey) throws -> Int64 {
        if let known = memory.authorizationIDs[key] { return known }
        let id: Int64
        if let row = try tables.authorization(key: key) {
            id = row.id
        } else {
            let application = try applicationID(key.application)
            id = try tables.insert(AuthorizationRow(id: 0, key: key, applicationID: application, since: now))
        }
        memory.authorizationIDs[key] = id
        return id
    }

    /// The lane's row with the plan by configuration, made or adapted when needed.
    mutating func lane(_ key: LaneKey, plan: LanePlan, applicationRate: Double?) throws -> LaneRow {
        if let placed = memory.placedLanes[key], placed.plan == plan, placed.applicationRate == applicationRate {
            return try lane(placed.id)
        }
        let row = try place(key, plan: plan, applicationRate: applicationRate)
        memory.placedLanes[key] = PlacedLane(id: row.id, plan: plan, applicationRate: applicationRate)
        return row
    }

    private mutating func place(_ key: LaneKey, plan: LanePlan, applicationRate: Double?) throws -> LaneRow {
        let application = try applicationID(key.application)
        let authorization = try key.authorization.map { try authorizationID($0) }
        if let stored = try tables.lane(
            applicationID: application, authorizationID: authorization, operation: key.operation)
        {
            var lane = try lane(stored.id)
            let limiterID = try applicationRate.map {
                try applicationLimiter(
                    applicationID: application, region: key.authorization?.region ?? "", operation: key.operation,
                    rate: $0)
            }
            if lane.configured != plan || (limiterID != nil && limiterID != lane.applicationLimiterID) {
                lane.applicationLimiterID = limiterID ?? lane.applicationLimiterID
                if lane.configured != plan {
                    lane.configured = plan
                    lane.limiter.change(to: plan, now: now)
                }
                try refresh(&lane)
                try saveYielding(lane)
            }
            return try self.lane(lane.id)
        }
        var row = LaneRow(
            id: 0, key: key, applicationID: application, authorizationID: authorization, configured: plan,
            limiter: Limiter(plan: plan))
        if let applicationRate {
            row.applicationLimiterID = try applicationLimiter(
                applicationID: application, region: key.authorization?.region ?? "", operation: key.operation,
                rate: applicationRate)
        }
        row.id = try tables.insert(row)
        memory.lanes.load(row, id: row.id)
        return row
    }

    private mutating func applicationLimiter(
        applicationID: Int64, region: String, operation: String, rate: Double
    ) throws -> Int64 {
        // Amazon publishes no burst for these limits; one second's worth is what the rate itself promises.
        let pace = LanePlan(rate: rate, burst: 1).rate
        let plan = LanePlan(rate: pace, burst: Int(pace.rounded(.up)))
        if let stored = try tables.applicationLimiter(
            applicationID: applicationID, region: region, operation: operation)
        {
            var row = try limiter(stored.id)
            if row.configured != plan {
                row.configured = plan
                row.limiter.change(to: plan, now: now)
                save(row)
            }
            return row.id
        }
        return try tables.insert(
            ApplicationLimiterRow(
                id: 0, applicationID: applicationID, region: region, operation: operation, configured: plan,
                limiter: Limiter(plan: plan)))
    }
}
