import JobModel
import JobStore

// Locking what a transaction is about, before anything is read, and fetching it on the way.
extension PostgresTables {
    /// The advisory lock that every writer takes, shared or alone. Each schema has its own.
    static let queueLock = "1936746356, hashtext(current_schema())"
    /// The first half of the advisory locks on names of tokens.
    private static let tokenLock = "1936746359"

    /// Locks everything in reach that is there.
    ///
    /// - Throws: `NeedsWholeQueue` when something is not there yet, or was moved while the lock was waited for.
    func lock(_ reach: Reach) throws {
        expectJobs(reach.newJobs)
        if case .rows = scope, !reach.tokens.isEmpty { try lock(tokens: reach.tokens) }
        if case .rows = scope, !(reach.jobs.isEmpty && reach.lanes.isEmpty) { try lockPlaces(of: reach) }
        if !reach.schedules.isEmpty { try lock(schedules: reach.schedules) }
    }

    /// Waits until nobody else works on tokens with these names. Two names that share a number only wait in vain.
    private func lock(tokens names: [String]) throws {
        _ = try rows(
            """
            SELECT pg_advisory_xact_lock(\(Self.tokenLock), n.number) FROM (
                SELECT DISTINCT hashtext(current_schema() || '/' || name) AS number
                FROM unnest($1::text[]) AS k(name) ORDER BY number OFFSET 0) n
            """, [ArrayText(names)]
        ) { _ in }
    }

    private func lockPlaces(of reach: Reach) throws {
        var (places, schedules) = try owned ?? placesOfJobs(reach.jobs)
        if !reach.lanes.isEmpty { places += try placesOfLanes(reach.lanes) }
        if places.isEmpty { return }
        try lock(
            authorizations: Set(places.compactMap(\.authorizationID)),
            lanes: Set(places.filter { $0.authorizationID == nil }.map(\.laneID)),
            limiters: Set(places.compactMap(\.limiterID)), skipping: false)
        // All of a group's together, or their order would not be kept.
        try lock(
            scheduleIDs: Set(schedules).union(reach.schedules.isEmpty ? [] : idsOfSchedules(reach.schedules)))
        try fetch(lanes: places, jobs: reach.jobs)
        for place in places where !reach.lanes.isEmpty {
            fetched.lanesByPlace[
                LanePlace(
                    applicationID: place.applicationID, authorizationID: place.authorizationID,
                    operation: place.operation)] = place.laneID
            guard let id = place.authorizationID, let row = kept.seller(id)?.row else { continue }
            fetched.authorizationIDs[row.key] = id
        }
    }

    /// Fetches lanes that are locked, with their authorizations, and jobs, as far as they are not known.
    private func fetch(lanes places: [LaneOwners], jobs: [JobID]) throws {
        var reading = RowReading()
        addMissing(lanes: places.map { ($0.laneID, $0.authorizationID) }, to: &reading)
        let missing = jobs.filter { id in
            guard let owner = owners.authorizationID(of: id), let seller = kept.seller(owner) else { return true }
            return !seller.holds(job: id)
        }
        if !missing.isEmpty {
            reading.add(
                "SELECT \(Self.jobColumns) WHERE j.id = ANY($1::bigint[])", [ArrayText(missing.map(\.value))],
                row: { columns in
                    let row = self.job(columns)
                    try self.requireLock(authorizationID: row.authorizationID, laneID: row.laneID)
                    self.fetched.jobs[row.id] = row
                })
        }
        try read(reading)
    }

    /// Adds the reading of lanes that are locked, and of their authorizations, as far as they are not known.
    func addMissing(lanes: [(id: Int64, authorizationID: Int64?)], to reading: inout RowReading) {
        var missingOwners: Set<Int64> = []
        var missing: Set<Int64> = []
        for lane in lanes {
            let seller = lane.authorizationID.flatMap { kept.seller($0) }
            if let seller, !seller.isRead, let id = lane.authorizationID { missingOwners.insert(id) }
            // One whose owner was forgotten would not be found again.
            if let seller, seller.holds(lane: lane.id), owners.authorizationID(ofLane: lane.id) != nil { continue }
            missing.insert(lane.id)
        }
        // Read once they are locked: how many runs there are would else be told as it was before.
        if !missingOwners.isEmpty {
            reading.add(
                "SELECT \(Self.authorizationColumns) WHERE a.id = ANY($1::bigint[])", [ArrayText(missingOwners)],
                row: { self.keep(self.authorization($0)) })
        }
        if !missing.isEmpty {
            reading.add(
                "SELECT \(Self.laneColumns) WHERE l.id = ANY($1::bigint[])", [ArrayText(missing)],
                row: { self.keep(self.lane($0)) })
        }
    }

    private func placesOfJobs(_ jobs: [JobID]) throws -> (places: [LaneOwners], schedules: [Int64]) {
        if jobs.isEmpty { return ([], []) }
        if let known = owners.owners(of: jobs) { return known }
        let pairs = try rows(
            """
            SELECT l.id, l.application_id, l.authorization_id, l.application_limiter_id, l.operation, j.schedule_id,
                j.authorization_id IS NOT DISTINCT FROM l.authorization_id
            FROM job j CROSS JOIN LATERAL (SELECT * FROM lane WHERE id = j.lane_id OFFSET 0) l
            WHERE j.id = ANY($1::bigint[])
            """, [ArrayText(Set(jobs).map(\.value))]
        ) { row in
            if !row.flag(6) { throw NeedsWholeQueue() }
            return (place: self.place(row), schedule: row.optionalInt64(5))
        }
        return (pairs.map(\.place), pairs.compactMap(\.schedule))
    }

    private func placesOfLanes(_ keys: [LaneKey]) throws -> [LaneOwners] {
        let keys = Array(Set(keys))
        let sellers = keys.map { $0.authorization?.seller }
        var (names, operations, regions, owners) = (ArrayText(), ArrayText(), ArrayText(), ArrayText())
        for (index, key) in keys.enumerated() {
            names.append(key.application)
            operations.append(key.operation)
            owners.append(sellers[index])
            regions.append(key.authorization?.region)
        }
        let places = try rows(
            """
            SELECT l.id, l.application_id, l.authorization_id, l.application_limiter_id, l.operation
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS k(name, seller, region, operation)
            CROSS JOIN LATERAL (SELECT id FROM application WHERE name = k.name OFFSET 0) p
            LEFT JOIN LATERAL (
                SELECT id FROM "authorization"
                WHERE application_id = p.id AND seller = k.seller AND region = k.region OFFSET 0) a ON true
            CROSS JOIN LATERAL (
                SELECT * FROM lane WHERE application_id = p.id
                    AND coalesce(authorization_id, 0) = coalesce(a.id, 0) AND operation = k.operation OFFSET 0) l
            WHERE (k.seller IS NULL) = (a.id IS NULL)
            """, [names, owners, regions, operations], place)
        if places.count < keys.count { throw NeedsWholeQueue() }
        return places
    }

    private func place(_ row: Columns) -> LaneOwners {
        LaneOwners(
            laneID: row.int64(0), applicationID: row.int64(1), authorizationID: row.optionalInt64(2),
            limiterID: row.optionalInt64(3), operation: row.text(4))
    }

    /// Locks rows, in the order that all keep, and fetches limits.
    ///
    /// - Parameter skipping: Whether what others have locked is left out, instead of being waited for.
    func lock(
        authorizations: Set<Int64>, lanes: Set<Int64>, limiters: Set<Int64>, skipping: Bool
    ) throws {
        guard case .rows(let before) = scope else { return }
        let mode = skipping ? "SKIP LOCKED" : ""
        let newAuthorizations = authorizations.subtracting(before.authorizations)
        if !newAuthorizations.isEmpty {
            noteLocked(try answers(to: [(Self.locking(skipping: skipping), [ArrayText(newAuthorizations)])])[0])
        }
        guard case .rows(var locked) = scope else { return }
        let newLanes = lanes.subtracting(locked.lanes)
        if !newLanes.isEmpty {
            locked.lanes.formUnion(
                try rows(
                    "SELECT id FROM lane WHERE id = ANY($1::bigint[]) ORDER BY id FOR NO KEY UPDATE \(mode)",
                    [ArrayText(newLanes)]
                ) { $0.int64(0) })
        }
        let newLimiters = limiters.subtracting(locked.limiters).subtracting(locked.seenLimiters)
        if !newLimiters.isEmpty {
            for row in try rows(
                """
                SELECT \(Self.limiterColumns) WHERE id = ANY($1::bigint[]) ORDER BY id FOR NO KEY UPDATE \(mode)
                """, [ArrayText(newLimiters)], applicationLimiter)
            {
                locked.limiters.insert(row.id)
                fetched.limiters[row.id] = row
            }
        }
        scope = .rows(locked)
    }
}
