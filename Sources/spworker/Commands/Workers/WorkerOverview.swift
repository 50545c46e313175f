import JobModel
import JobStore
import OperationCatalogue

/// One worker: its row, and what it runs.
struct WorkerOverview {
    /// What can be said of a worker.
    enum Standing: String {
        case running, draining
        /// It has not been heard of for longer than its lease.
        case silent
        /// It died without a word; the next worker takes its jobs back.
        case gone
    }

    let row: WorkerRow
    /// The jobs that it runs, oldest first.
    let jobs: [JobID]
    let standing: Standing
    /// When it was last heard of.
    let heardAt: Timestamp

    /// Every worker that has announced itself, the longest at work first.
    static func all(_ session: QueueSession) async throws -> [WorkerOverview] {
        let rows = try await session.store.workers()
        guard !rows.isEmpty else { return [] }
        return all(
            rows, running: try await session.store.runningJobs(),
            isLockHeld: try await session.lockHolder() != nil, lease: session.configuration.worker.lease,
            now: session.composition.now)
    }

    /// Brings workers and running jobs together.
    ///
    /// - Parameters:
    ///   - isLockHeld: Whether any worker has the database.
    ///   - lease: The time by which each heartbeat renews a lease.
    static func all(
        _ rows: [WorkerRow], running: [JobRow], isLockHeld: Bool, lease: Duration, now: Timestamp
    ) -> [WorkerOverview] {
        let jobs = Dictionary(grouping: running) { $0.worker }
        return rows.map { row in
            let standing: Standing =
                if !isLockHeld {
                    .gone
                } else if row.leaseUntil < now {
                    .silent
                } else {
                    row.isDraining ? .draining : .running
                }
            return WorkerOverview(
                row: row, jobs: jobs[row.id, default: []].map(\.id).sorted(), standing: standing,
                heardAt: max(row.startedAt, min(now, row.leaseUntil - lease)))
        }
    }

    /// How the standing looks.
    var style: Style {
        switch standing {
        case .running: .good
        case .draining: .warning
        case .silent, .gone: .bad
        }
    }

    /// The worker as programs read it.
    var json: JSONValue {
        row.json.adding([
            "state": .string(standing.rawValue), "heardAt": .time(heardAt), "running": .count(jobs.count),
            "jobs": .array(jobs.map { .integer($0.value) }),
        ])
    }
}

extension WorkerRow {
    /// The worker as people know it.
    var title: String { "\(id.value.prefix(8)) (process \(pid) on \(host.plain))" }
}
