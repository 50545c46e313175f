import JobModel

// What pages ask.
extension MemoryTables {
    func jobIDs(matching filter: JobFilter, from floor: JobID?) -> [JobID] {
        jobs(matching: filter).map(\.id).filter { id in floor.map { id >= $0 } ?? true }
    }

    func jobIDs(ofFewMatching filter: JobFilter) -> [JobID] { jobs(matching: filter).map(\.id) }

    func jobID(countedBack count: Int, before: JobID?) -> JobID? {
        let ids = jobs(matching: JobFilter(beforeID: before, limit: count)).map(\.id)
        return ids.count == count ? ids.last : nil
    }

    func jobs(ids: [JobID]) -> [JobRow] { ids.compactMap { jobRows[$0] } }

    func authorizations(matching search: AuthorizationSearch) -> [AuthorizationRow] {
        let found = authorizations().filter { row in
            let key = row.key
            return
                (search.needle.map { AuthorizationSearch.folded("\(key.seller)/\(key.region)").contains($0) } ?? true)
                && (search.application.map { $0 == key.application } ?? true)
                && (search.states.isEmpty || search.states.contains(row.state))
                && (search.isPaused.map { $0 == (row.pauseReason != nil) } ?? true)
                && (search.after.map { key > $0 } ?? true)
        }
        return Array(found.sorted { $0.key < $1.key }.prefix(search.limit))
    }

    func waitingCounts(of authorizations: [AuthorizationRow], cap: Int) -> [Int64: Int] {
        let owners = Set(authorizations.map(\.id))
        return jobRows.values.reduce(into: [:]) { counts, job in
            guard job.state == .waiting, let id = job.authorizationID, owners.contains(id) else { return }
            counts[id] = min(cap, (counts[id] ?? 0) + 1)
        }
    }

    func lanes(matching search: LaneSearch, now: Timestamp) -> [LaneRow] {
        let found = lanes().filter { lane in
            let isMeant =
                switch search.condition {
                case nil: true
                case .blocked?: lane.limiter.blockedUntil.map { $0 > now } ?? false
                case .paused?: lane.pauseReason != nil
                case .waiting?: lane.jobAt != nil
                }
            return isMeant && (search.seller.map { $0 == lane.key.authorization?.seller } ?? true)
                && (search.region.map { $0 == lane.key.authorization?.region } ?? true)
                && (search.application.map { $0 == lane.key.application } ?? true)
                && (search.needle.map { AuthorizationSearch.folded(lane.key.operation).contains($0) } ?? true)
                && (search.afterID.map { lane.id > $0 } ?? true)
        }
        return Array(found.prefix(search.limit))
    }

    func waitingCounts(laneIDs: [Int64], cap: Int) -> [Int64: Int] {
        laneIDs.reduce(into: [:]) { $0[$1] = waitingCount(laneID: $1, cap: cap) }
    }

    func oldestReady(applicationID: Int64, grantlessOnly: Bool, now: Timestamp) -> Timestamp? {
        lanes().filter { lane in
            lane.applicationID == applicationID && (!grantlessOnly || lane.authorizationID == nil)
                && (lane.nextAt.map { $0 <= now } ?? false)
        }.compactMap(\.jobAt).min()
    }
}
