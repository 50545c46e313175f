import JobModel

// Figures of the whole queue.
extension MemoryTables {
    func parkedCount(cap: Int) -> Int { count(of: .parked, cap: cap) }
    func pausedCount(cap: Int) -> Int { count(of: .paused, cap: cap) }

    private func count(of hold: JobLabel, cap: Int) -> Int {
        let held = Set(authorizations().filter { $0.hold == hold }.map(\.id))
        return min(
            cap,
            lanes().filter { $0.authorizationID.map(held.contains) ?? false }
                .reduce(0) { $0 + waitingCount(laneID: $1.id, cap: cap) })
    }

    func databaseBytes() -> Int? { nil }
}
