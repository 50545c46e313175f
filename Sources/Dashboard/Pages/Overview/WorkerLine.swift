import JobModel
import JobStore

/// A worker process in a line.
struct WorkerLine {
    let workerTitle: String
    let workerTone: String
    let workerWord: String
    let started: Instant
    let obstacle: String?

    init(_ row: WorkerRow, now: Timestamp) {
        (workerTone, workerWord) =
            if row.leaseUntil < now {
                ("bad", "silent since \(row.leaseUntil.told(now))")
            } else if row.isDraining {
                ("warning", "stopping")
            } else {
                row.obstacle == nil ? ("good", "works") : ("bad", "held up")
            }
        workerTitle = "\(row.host), process \(row.pid)"
        started = row.startedAt.shown(now)
        obstacle = row.obstacle
    }
}
