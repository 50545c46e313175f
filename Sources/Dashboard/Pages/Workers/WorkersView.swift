import JobModel
import JobStore
import Overview

/// What the page of workers says.
struct WorkersView {
    let workers: [WorkerCard]
    let hasWorkers: Bool
    let summary: String?
    let canDrainAll: Bool
    let emptyTitle: String
    let emptyText: String
    let emptyCommand: String?

    init(
        _ workers: [WorkerOverview], tokens: [TokenRow], holder: String?, isOperator: Bool, now: Timestamp
    ) {
        let held = tokens.reduce(into: [WorkerID: Int]()) { counts, token in
            if token.expiresAt > now { counts[token.worker, default: 0] += 1 }
        }
        self.workers = workers.map {
            WorkerCard($0, tokens: held[$0.row.id] ?? 0, isOperator: isOperator, now: now)
        }
        hasWorkers = !workers.isEmpty
        let running = workers.reduce(0) { $0 + $1.jobs.count }
        summary =
            workers.isEmpty
            ? nil
            : "\(Words.counted(workers.count, "worker")), \(Words.counted(running, "run")) now, "
                + "\(Words.counted(held.values.reduce(0, +), "valid token"))"
        canDrainAll = self.workers.count { $0.canDrain } > 1
        if let holder {
            emptyTitle = "The worker is starting."
            let (before, at, rest) = Instant.first(in: holder, now: now)
            emptyText =
                holder.isEmpty
                ? "It has not announced itself yet."
                : "It has not announced itself yet: \(before)\(at?.told ?? "")\(rest)"
            emptyCommand = nil
        } else {
            emptyTitle = "No worker is running."
            emptyText = "Jobs wait until one does. Start it with"
            emptyCommand = "spworker run"
        }
    }
}
