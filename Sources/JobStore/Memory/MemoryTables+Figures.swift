import JobModel

// Figures of the whole queue.
extension MemoryTables {
    func dueLaneIDs(now: Timestamp, limit: Int) -> [Int64] {
        let runnable = Dictionary(applications().map { ($0.id, $0) }) { $1 }
        let due = lanes().compactMap { lane -> (at: Timestamp, id: Int64)? in
            guard let at = lane.nextAt, at <= now, runnable[lane.applicationID]?.runs(lane) ?? false else { return nil }
            return (at, lane.id)
        }
        return due.sorted { $0 < $1 }.prefix(limit).map(\.id)
    }

    func parkedCount(cap: Int) -> Int {
        let parked = Set(authorizations().filter(\.isParked).map(\.id))
        return min(
            cap,
            lanes().filter { $0.authorizationID.map(parked.contains) ?? false }
                .reduce(0) { $0 + waitingCount(laneID: $1.id, cap: cap) })
    }

    func databaseBytes() -> Int? { nil }
}
