import JobModel

// Figures of the whole queue.
extension MemoryTables {
    func parkedCount(cap: Int) -> Int {
        let parked = Set(authorizations().filter(\.isParked).map(\.id))
        return min(
            cap,
            lanes().filter { $0.authorizationID.map(parked.contains) ?? false }
                .reduce(0) { $0 + waitingCount(laneID: $1.id, cap: cap) })
    }

    func databaseBytes() -> Int? { nil }
}
