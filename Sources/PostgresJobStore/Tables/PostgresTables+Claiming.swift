package import JobModel
package import JobStore

// Finding what a claim can take, among what nobody else works on just now.
extension PostgresTables {
    /// So many lanes are looked for at least: some yield less than they may.
    private static let least = 16

    package func dueLanes(
        applicationID: Int64, grantlessOnly: Bool, now: Timestamp, urgentOnly: Bool, limit: Int
    ) throws -> [DueLane] {
        fetched.heads = [:]
        // Nearly always: a look for them costs a trip.
        if urgentOnly, try !look().hasUrgentLanes { return [] }
        let page = pageOfLanes(applicationID: applicationID, urgentOnly: urgentOnly, limit: min(limit, 10_000))
        let found = try lockDueLanes(
            applicationID, grantlessOnly: grantlessOnly, now: now, urgentOnly: urgentOnly, atMost: page)
        if found.isEmpty { return [] }
        // They may have changed until they were locked.
        var reading = RowReading()
        addMissing(lanes: found.map { ($0.due.id, $0.authorizationID) }, to: &reading)
        addHeads(of: found.map(\.due.id), to: &reading)
        try read(reading)
        return found.compactMap { place -> DueLane? in
            let known = place.authorizationID.flatMap { kept.seller($0)?.lanes[place.due.id] }
            guard let lane = known ?? fetched.lanes[place.due.id],
                let nextAt = lane.nextAt, nextAt <= now, !urgentOnly || lane.hasUrgent,
                isLocked((lane.id, lane.authorizationID, lane.applicationLimiterID))
            else { return nil }
            return DueLane(id: lane.id, nextAt: nextAt, turn: lane.turn)
        }.sorted(by: Self.inTurn)
    }

    private static func inTurn(_ left: DueLane, _ right: DueLane) -> Bool {
        (left.nextAt, left.turn, left.id) < (right.nextAt, right.turn, right.id)
    }

    /// How many lanes are looked for. First as many as a claim needs where each has jobs to spare: what is locked is kept
    /// from other workers, and what is fetched in vain costs the most. The claim comes back when that was too few.
    private func pageOfLanes(applicationID: Int64, urgentOnly: Bool, limit: Int) -> Int {
        if urgentOnly || !fetched.dueLookups.insert(applicationID).inserted { return limit }
        return min(limit, max(Self.least, limit / max(1, headSize - 1)))
    }

    /// A lane that was due when it was found, and who must be locked with it.
    private struct DuePlace {
        let due: DueLane
        let authorizationID: Int64?
        let limiterID: Int64?
        /// The number in the authorization's row.
        let writer: Int64
    }

    /// Locks the lanes that are due for longest, as far as nobody else has them, and looks further where others have
    /// limits that many share.
    private func lockDueLanes(
        _ applicationID: Int64, grantlessOnly: Bool, now: Timestamp, urgentOnly: Bool, atMost count: Int
    ) throws -> [DuePlace] {
        var taken: Set<Int64> = []
        var free: [DuePlace] = []
        for _ in 0..<3 {
            let found = try lockedDueLanes(
                applicationID, grantlessOnly: grantlessOnly, now: now, urgentOnly: urgentOnly, besideLimits: taken,
                atMost: count)
            let limiters = Set(found.compactMap(\.limiterID))
            if limiters.isEmpty { return found }
            try lock(authorizations: [], lanes: [], limiters: limiters, skipping: true)
            free = found.filter { isLocked(($0.due.id, $0.authorizationID, $0.limiterID)) }
            if free.count == found.count { return free }
            for place in found { if let id = place.limiterID { taken.insert(id) } }
            if case .rows(let locked) = scope { taken.subtract(locked.limiters) }
        }
        return free
    }

    /// Locks due lanes that nobody else has, those that are due for longest, with their authorizations.
    ///
    /// The server locks them while it finds them, and goes on until there are enough: workers that looked first and then
    /// locked found each other's lanes, and came back for more.
    private func lockedDueLanes(
        _ applicationID: Int64, grantlessOnly: Bool, now: Timestamp, urgentOnly: Bool, besideLimits taken: Set<Int64>,
        atMost count: Int
    ) throws -> [DuePlace] {
        var locks = false
        if case .rows = scope { locks = true }
        var values: [(any Bindable)?] = [applicationID, now.microseconds, count]
        if !taken.isEmpty { values.append(ArrayText(taken)) }
        let found = try answers(
            to: (grantlessOnly ? [true] : [true, false]).map { isGrantless in
                let lanes = DueLanesQuery(
                    isGrantless: isGrantless, isUrgentOnly: urgentOnly, besideLimits: !taken.isEmpty, locks: locks)
                // Urgent lanes are few, and whoever comes first takes them.
                if isGrantless || urgentOnly || share == .all { return (lanes.sql, values) }
                let late = now - SellerShare.courtesy
                return (lanes.sharedSQL, values + [share.workers, share.place, late.microseconds])
            })
        var places: [DuePlace] = []
        for rows in found {
            for index in 0..<rows.count {
                let row = rows[index]
                places.append(
                    DuePlace(
                        due: DueLane(id: row.int64(0), nextAt: row.instant(1), turn: row.int64(2)),
                        authorizationID: row.optionalInt64(3), limiterID: row.optionalInt64(4), writer: row.int64(5)))
            }
        }
        noteLocked(places)
        return Array(places.sorted { Self.inTurn($0.due, $1.due) }.prefix(count))
    }

    private func noteLocked(_ places: [DuePlace]) {
        guard case .rows(var locked) = scope else { return }
        for place in places {
            guard let id = place.authorizationID else {
                locked.lanes.insert(place.due.id)
                continue
            }
            if locked.authorizations.insert(id).inserted { kept.locked(id, writer: place.writer) }
        }
        scope = .rows(locked)
    }

    private func isLocked(_ lane: (id: Int64, authorizationID: Int64?, limiterID: Int64?)) -> Bool {
        guard case .rows(let locked) = scope else { return true }
        return locked.holds(authorizationID: lane.authorizationID, laneID: lane.id)
            && lane.limiterID.map { locked.limiters.contains($0) } ?? true
    }

    private func addHeads(of lanes: [Int64], to reading: inout RowReading) {
        for id in lanes { fetched.heads[id] = [] }
        reading.add(
            """
            SELECT h.* FROM unnest($1::bigint[]) AS k(id) CROSS JOIN LATERAL (
                SELECT \(Self.waitingColumns)
                WHERE w.lane_id = k.id ORDER BY w.priority, w.run_at, w.job_id LIMIT $2) AS h
            """, [ArrayText(lanes), headSize]
        ) { (rows: Rows) in
            for job in try self.waitingJobs(rows) { self.fetched.heads[job.row.laneID]?.append(job) }
        }
    }

    /// Locks the owners of jobs as far as nobody else has them, and returns those jobs as they are then.
    func lockable(_ jobs: [JobRow]) throws -> [JobRow] {
        guard case .rows = scope, !jobs.isEmpty else { return jobs }
        let lanes = try rows(
            """
            SELECT l.id, l.authorization_id, l.application_limiter_id, j.id
            FROM job j CROSS JOIN LATERAL (SELECT * FROM lane WHERE id = j.lane_id OFFSET 0) l
            WHERE j.id = ANY($1::bigint[]) AND j.authorization_id IS NOT DISTINCT FROM l.authorization_id
            """, [ArrayText(jobs.map(\.id.value))]
        ) { (id: $0.int64(0), authorizationID: $0.optionalInt64(1), limiterID: $0.optionalInt64(2), job: $0.int64(3)) }
        try lock(
            authorizations: Set(lanes.compactMap(\.authorizationID)),
            lanes: Set(lanes.filter { $0.authorizationID == nil }.map(\.id)),
            limiters: Set(lanes.compactMap(\.limiterID)), skipping: true)
        let ids = lanes.filter { isLocked(($0.id, $0.authorizationID, $0.limiterID)) }.map(\.job)
        return try rows(
            "SELECT \(Self.jobColumns) WHERE j.id = ANY($1::bigint[]) AND r.job_id IS NULL AND e.job_id IS NULL",
            [ArrayText(ids)], job)
    }
}
