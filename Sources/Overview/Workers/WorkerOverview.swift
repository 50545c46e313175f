package import JobModel
package import JobStore
package import OperationCatalogue

/// One worker: its row, and what it runs.
package struct WorkerOverview: Sendable {
    /// What can be said of a worker.
    package enum Standing: String, Sendable {
        case running, draining
        /// It has not been heard of for longer than its lease.
        case silent
        /// It died without a word; the next worker takes its jobs back.
        case gone
    }

    package let row: WorkerRow
    /// The jobs that it runs, oldest first.
    package let jobs: [JobID]
    package let standing: Standing
    /// When it was last heard of.
    package let heardAt: Timestamp

    package init(row: WorkerRow, jobs: [JobID], standing: Standing, heardAt: Timestamp) {
        self.row = row
        self.jobs = jobs
        self.standing = standing
        self.heardAt = heardAt
    }

    /// Brings workers and running jobs together, in the order of the rows.
    ///
    /// - Parameters:
    ///   - isLockHeld: Whether any worker has the database.
    ///   - lease: The time by which each heartbeat renews a lease.
    package static func all(
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
    package var style: Style {
        switch standing {
        case .running: .good
        case .draining: .warning
        case .silent, .gone: .bad
        }
    }

    /// The worker as programs read it.
    package var json: JSONValue {
        row.json.adding([
            "state": .string(standing.rawValue), "heardAt": .time(heardAt), "running": .count(jobs.count),
            "jobs": .array(jobs.map { .integer($0.value) }),
        ])
    }
}

extension WorkerRow {
    /// The worker as people know it.
    package var title: String { "\(id.value.prefix(8)) (process \(pid) on \(host.plain))" }
}
