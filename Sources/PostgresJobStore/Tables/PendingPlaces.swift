import JobModel
import JobStore

/// Changes of where jobs stand that are to be written together. Each is named by one of three tables, unless it waits as
/// a suspect.
struct PendingPlaces {
    private static let waitingColumns = [
        ("lane_id", "bigint"), ("priority", "integer"), ("run_at", "bigint"), ("job_id", "bigint"),
    ].map { (name: $0.0, type: $0.1) }
    private static let runningColumns = [
        ("lane_id", "bigint"), ("job_id", "bigint"), ("run", "integer"), ("worker", "text"), ("started_at", "bigint"),
        ("holds_permit", "boolean"), ("cancel_requested", "boolean"),
    ].map { (name: $0.0, type: $0.1) }
    private static let endedColumns = [
        ("job_id", "bigint"), ("state", "integer"), ("finished_at", "bigint"), ("run", "integer"),
        ("started_at", "bigint"), ("result_status", "integer"), ("result_bytes", "bigint"), ("result_sha256", "text"),
        ("result_path", "text"), ("result_inline", "text"), ("result_pages", "integer"), ("call_started_at", "bigint"),
        ("call_ended_at", "bigint"), ("call_status", "integer"), ("call_request_id", "text"),
        ("call_rate_limit", "double precision"),
    ].map { (name: $0.0, type: $0.1) }

    /// Where rows of job_waiting lie that are to be deleted: they were found in the same transaction.
    private var waitingPlaces = ArrayText()
    private var waitingGone = BatchedDeletions(table: "job_waiting", key: waitingColumns)
    private var runningGone = BatchedDeletions(table: "job_running", key: Array(runningColumns.prefix(2)))
    private var endedGone = BatchedDeletions(table: "job_ended", key: Array(endedColumns.prefix(1)))
    private var waiting = BatchedInserts(table: "job_waiting", columns: waitingColumns)
    private var running = BatchedInserts(
        table: "job_running", columns: runningColumns,
        shared: ["run", "worker", "started_at", "holds_permit", "cancel_requested"])
    private var ended = BatchedInserts(
        table: "job_ended", columns: endedColumns, omitsNulls: true, shared: ["state", "finished_at", "run"])
    private var runs = ChangedRuns()
    /// Jobs that are somewhere else.
    private var moved: Set<JobID> = []

    var isEmpty: Bool {
        moved.isEmpty && waiting.isEmpty
    }

    func holds(_ id: JobID) -> Bool { moved.contains(id) }

    /// A new job waits.
    mutating func enter(_ row: JobRow) {
        switch row.state {
        case .waiting:
            if row.isSuspect { return }
            waiting.add {
                $0.add(row.laneID)
                $0.add(row.priority)
                $0.add(row.runAt)
                $0.add(row.id.value)
            }
        case .running:
            running.add {
                $0.add(row.laneID)
                $0.add(row.id.value)
                $0.add(row.run)
                $0.add(row.worker?.value ?? "")
                $0.add(row.startedAt ?? .distantPast)
                $0.add(row.holdsPermit)
                $0.add(row.cancelRequested)
            }
        case .succeeded, .failed, .cancelled, .quarantined:
            ended.add { Self.add(row, &$0) }
        }
    }

    private static func add(_ row: JobRow, _ cells: inout BatchedInserts.Cells) {
        cells.add(row.id.value)
        cells.add(row.state.rawValue)
        cells.add(row.finishedAt ?? .distantPast)
        cells.add(row.run)
        cells.add(row.startedAt)
        let (result, call) = (row.result, row.lastCall)
        cells.add(result?.status)
        cells.add(result?.bytes)
        cells.add(result?.sha256)
        cells.add(result?.path)
        cells.add(result?.inline)
        cells.add(result?.pages)
        cells.add(call?.startedAt)
        cells.add(call?.endedAt)
        cells.add(call?.status)
        cells.add(call?.requestID)
        cells.add(call?.rateLimit)
    }

    /// The job has come from one place to another.
    ///
    /// - Parameter place: Where its row of job_waiting lies, where that is known.
    mutating func move(_ row: JobRow, from was: JobRow, at place: String?) {
        moved.insert(row.id)
        if row.state == .running, was.state == .running, row.laneID == was.laneID, row.fence == was.fence,
            row.startedAt == was.startedAt
        {
            runs.add(row)
            return
        }
        switch was.state {
        case .waiting:
            if let place {
                waitingPlaces.append(stored: place)
            } else if !was.isSuspect {
                waitingGone.add([was.laneID, Int64(was.priority), was.runAt.microseconds, was.id.value])
            }
        case .running: runningGone.add([was.laneID, was.id.value])
        case .succeeded, .failed, .cancelled, .quarantined: endedGone.add([was.id.value])
        }
        enter(row)
    }

    /// The statement that lets new jobs wait, and those that wait again.
    mutating func takeWaiting() -> [(sql: String, values: [(any Bindable)?])] {
        waiting.isEmpty ? [] : [waiting.take()]
    }

    /// The other statements, which move jobs. All are then forgotten.
    mutating func takeMoves() -> [(sql: String, values: [(any Bindable)?])] {
        var statements: [(sql: String, values: [(any Bindable)?])] = []
        if waitingPlaces.count > 0 {
            // Without a look at the index for each.
            statements.append(("DELETE FROM job_waiting WHERE ctid = ANY($1::tid[])", [waitingPlaces]))
            waitingPlaces = ArrayText()
        }
        if !waitingGone.isEmpty { statements.append(waitingGone.take()) }
        if !runningGone.isEmpty { statements.append(runningGone.take()) }
        if !endedGone.isEmpty { statements.append(endedGone.take()) }
        if !running.isEmpty { statements.append(running.take()) }
        if !ended.isEmpty { statements.append(ended.take()) }
        if !runs.isEmpty { statements.append(runs.take()) }
        moved = []
        return statements
    }
}

/// Runs of which only what they may do has changed. Their rows stay where they are in the index.
private struct ChangedRuns {
    private static let sql = """
        UPDATE job_running AS t SET holds_permit = u.holds_permit, cancel_requested = u.cancel_requested
        FROM (
            SELECT r.place, k.* FROM unnest($1::bigint[], $2::bigint[], $3::boolean[], $4::boolean[])
                AS k(lane_id, job_id, holds_permit, cancel_requested)
            CROSS JOIN LATERAL (
                SELECT ctid AS place FROM job_running WHERE lane_id = k.lane_id AND job_id = k.job_id OFFSET 0) AS r
            OFFSET 0) AS u
        WHERE t.ctid = u.place
        """

    private var columns = Array(repeating: ArrayText(), count: 4)

    var isEmpty: Bool { columns[0].count == 0 }

    mutating func add(_ row: JobRow) {
        columns[0].append(row.laneID)
        columns[1].append(row.id.value)
        columns[2].append(row.holdsPermit)
        columns[3].append(row.cancelRequested)
    }

    mutating func take() -> (sql: String, values: [(any Bindable)?]) {
        defer { columns = Array(repeating: ArrayText(), count: 4) }
        return (Self.sql, columns)
    }
}
