package import JobModel
package import JobStore

// Where jobs stand: each is named by one of three tables, unless it waits as a suspect. What most jobs go through, from
// a claim to their end, is written here alone.
extension SQLiteTables {
    static let waitingInsertion = "INSERT INTO job_waiting (lane_id, priority, run_at, job_id) VALUES (?, ?, ?, ?)"
    static let waitingDeletion =
        "DELETE FROM job_waiting WHERE lane_id = ? AND priority = ? AND run_at = ? AND job_id = ?"
    static let runningDeletion = "DELETE FROM job_running WHERE lane_id = ? AND job_id = ?"

    static let runningColumns = [
        "lane_id", "job_id", "run", "worker", "started_at", "holds_permit", "cancel_requested",
    ]
    static let endedColumns = [
        "job_id", "state", "finished_at", "run", "started_at", "result_status", "result_bytes", "result_sha256",
        "result_path", "result_inline", "result_pages", "call_started_at", "call_ended_at", "call_status",
        "call_request_id", "call_rate_limit",
    ]

    /// Removes what says where the job stands.
    func leave(_ row: JobRow) throws {
        switch row.state {
        case .waiting:
            if !row.isSuspect { try execute(hot.deleteWaiting) { addWaiting(row, to: &$0) } }
        case .running:
            try execute(hot.deleteRunning) {
                $0.add(row.laneID)
                $0.add(row.id.value)
            }
        case .succeeded, .failed, .cancelled, .quarantined:
            try execute("DELETE FROM job_ended WHERE job_id = ?", [row.id.value])
        }
    }

    /// Writes where a waiting job stands that no table names.
    func enterWaiting(_ row: JobRow) throws {
        if !row.isSuspect { try execute(hot.insertWaiting) { addWaiting(row, to: &$0) } }
    }

    /// Writes where jobs stand that no table names, many at a time where there are many.
    func enter(
        _ places: [Int], of changes: [JobChange], _ insertions: ManyInsertions, _ add: (JobRow, inout Binding) -> Void
    ) throws {
        var done = 0
        while let statement = insertions.statement(for: places.count - done) {
            try execute(statement.kept) {
                for place in places[done..<done + statement.rows] { add(changes[place].row, &$0) }
            }
            done += statement.rows
        }
    }

    private func addWaiting(_ row: JobRow, to binding: inout Binding) {
        binding.add(row.laneID)
        binding.add(row.priority)
        binding.add(row.runAt.microseconds)
        binding.add(row.id.value)
    }

    func addRunning(_ row: JobRow, _ binding: inout Binding) {
        binding.add(row.laneID)
        binding.add(row.id.value)
        binding.add(row.run)
        binding.add(row.worker?.value ?? "")
        binding.add((row.startedAt ?? .distantPast).microseconds)
        binding.add(row.holdsPermit ? 1 : 0)
        binding.add(row.cancelRequested ? 1 : 0)
    }

    func addEnded(_ row: JobRow, _ binding: inout Binding) {
        binding.add(row.id.value)
        binding.add(row.state.rawValue)
        binding.add((row.finishedAt ?? .distantPast).microseconds)
        binding.add(row.run)
        binding.add(ColumnValue(row.startedAt))
        let (result, call) = (row.result, row.lastCall)
        binding.add(ColumnValue(result?.status))
        binding.add(ColumnValue(result?.bytes))
        binding.add(ColumnValue(result?.sha256))
        binding.add(ColumnValue(result?.path))
        binding.add(ColumnValue(result?.inline))
        binding.add(ColumnValue(result?.pages))
        binding.add(ColumnValue(call?.startedAt))
        binding.add(ColumnValue(call?.endedAt))
        binding.add(ColumnValue(call?.status))
        binding.add(ColumnValue(call?.requestID))
        binding.add(ColumnValue(call?.rateLimit))
    }

    // All of job_running, and each one's job.
    package func runningJobs() throws -> [JobRow] {
        try rows("SELECT \(Self.jobFields) \(Self.fromRunning) ORDER BY j.id", [], job)
    }

    // All of job_running, and the jobs of few.
    package func cancelRequests(worker: WorkerID) throws -> [JobRow] {
        try rows(
            "SELECT \(Self.jobFields) \(Self.fromRunning) WHERE r.worker = ? AND r.cancel_requested = 1",
            [worker.value],
            job)
    }

    private static let fromRunning =
        "FROM job_running r CROSS JOIN job j ON j.id = r.job_id LEFT JOIN job_ended e ON e.job_id = j.id"
}
