import JobModel

// Attempts, events, counts and workers.
extension MemoryTables {
    func append(_ row: AttemptRow) {
        attemptRows[row.jobID, default: []].append(row)
        attemptRows[row.jobID]?.removeAll { $0.run <= row.run - AttemptRow.kept }
    }

    func attempts(of id: JobID) -> [AttemptRow] { attemptRows[id] ?? [] }

    func append(_ row: EventRow) {
        var row = row
        row.id = newID()
        eventRows.append(row)
    }

    func events(after id: Int64, limit: Int) -> [EventRow] { Array(eventRows.filter { $0.id > id }.prefix(limit)) }
    func latestEvents(limit: Int) -> [EventRow] { eventRows.suffix(limit).reversed() }

    func latestEvents(of key: AuthorizationKey, limit: Int) -> [EventRow] {
        eventRows
            .filter { $0.application == key.application && $0.seller == key.seller && $0.region == key.region }
            .suffix(limit).reversed()
    }

    func deleteEvents(before: Timestamp, limit: Int) -> Int {
        let gone = Set(eventRows.filter { $0.at < before }.prefix(limit).map(\.id))
        eventRows.removeAll { gone.contains($0.id) }
        return gone.count
    }

    func addToCounts(_ changes: [JobState: Int]) { stateCounts.merge(changes) { $0 + $1 } }
    func counts() -> [JobState: Int] { stateCounts.filter { $0.value != 0 } }

    func save(_ row: WorkerRow) { workerRows[row.id] = row }
    func deleteWorker(id: WorkerID) { workerRows[id] = nil }
    func workers() -> [WorkerRow] { workerRows.values.sorted { $0.startedAt < $1.startedAt } }
}
