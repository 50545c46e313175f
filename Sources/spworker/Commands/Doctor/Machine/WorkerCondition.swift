import JobModel
import JobStore
import Overview

/// What is to be said of the worker and the work that waits for it.
struct WorkerCondition {
    /// What was seen.
    struct Sight: Sendable {
        /// What the lock file says about the worker that holds it; `nil` when none does.
        var lockHolder: String?
        /// Whether the queue may have several workers.
        var isShared = false
        var workers: [WorkerRow] = []
        var counts: [JobState: Int] = [:]
        var newInboxRows = 0
        /// When the oldest inbox row that nobody has answered was written.
        var oldestInboxRow: Timestamp?
        var applications: [ApplicationRow] = []
        /// Notices that could not be delivered so far.
        var lateNotices = 0
    }

    /// A row that a worker has not taken for so long is stuck: it looks every few milliseconds.
    private static let patience = Duration.seconds(60)

    private let sight: Sight
    private let now: Timestamp

    init(_ sight: Sight, now: Timestamp) {
        self.sight = sight
        self.now = now
    }

    var findings: [DoctorFinding] {
        [worker] + [second, inbox, quarantine, notices].compactMap(\.self) + applications
    }

    private var worker: DoctorFinding {
        guard let holder = sight.lockHolder else {
            let jobs = (sight.counts[.waiting] ?? 0) + (sight.counts[.running] ?? 0)
            let parts = [(jobs, "job"), (sight.newInboxRows, "inbox row")].filter { $0.0 > 0 }
            guard !parts.isEmpty else { return .note(.worker, "No worker is running; nothing waits for one.") }
            let work = parts.map { counted($0.0, $0.1) }.joined(separator: " and ")
            return .warning(.worker, "No worker is running, and there is work: \(work).", cure: "spworker run")
        }
        if let lapsed = sight.workers.map(\.leaseUntil).max(), lapsed < now {
            return .fault(
                .worker, "The worker (\(holder)) is silent: its heartbeat lapsed \(lapsed.told(now)).",
                cure: "Look at its log, and restart it if it hangs.")
        }
        if let obstacle = sight.workers.obstacle(now: now) {
            return .fault(.worker, "The worker claims no jobs for now.", cure: obstacle)
        }
        let isStopping = !sight.workers.isEmpty && sight.workers.allSatisfy(\.isDraining)
        return .ok(.worker, "A worker \(isStopping ? "is stopping" : "runs")\(holder.isEmpty ? "" : " (\(holder))").")
    }

    /// One file has one worker. Another one that lives can only work on the file over a network, or on a copy.
    private var second: DoctorFinding? {
        let alive = sight.workers.filter { $0.leaseUntil >= now }
        guard !sight.isShared, sight.lockHolder != nil, alive.count > 1 else { return nil }
        let hosts = Set(alive.map(\.host)).sorted().joined(separator: ", ")
        return .warning(
            .worker, "\(alive.count) workers say that they live (on \(hosts)). One SQLite file can have one worker.",
            cure: "If this stays so for a minute, stop all but one: the file may be shared by machines.")
    }

    private var inbox: DoctorFinding? {
        guard sight.lockHolder != nil, let oldest = sight.oldestInboxRow, now - oldest > Self.patience else {
            return nil
        }
        return .warning(
            .worker,
            "\(counted(sight.newInboxRows, "inbox row")) wait for the worker, the oldest since \(oldest.told(now)).",
            cure: "Look at the worker's log; 'spworker inbox list --status new' shows them.")
    }

    private var quarantine: DoctorFinding? {
        let count = sight.counts[.quarantined] ?? 0
        guard count > 0 else { return nil }
        return .warning(
            .worker, "\(counted(count, "job")) \(count == 1 ? "waits" : "wait") for a person's decision.",
            cure: "'spworker jobs list --state quarantined' shows them; reopen or cancel each.")
    }

    private var notices: DoctorFinding? {
        guard sight.lateNotices > 0 else { return nil }
        return .warning(
            .worker, "\(counted(sight.lateNotices, "notice")) of hooks could not be delivered so far.",
            cure: "'spworker hooks list' tells why.")
    }

    private var applications: [DoctorFinding] {
        sight.applications.compactMap { row in
            let subject = "application \(row.name)"
            let reason = row.failure.map { " \(sentence($0.message))" } ?? ""
            let cure = "'spworker applications show \(row.name)' tells its story; new credentials release it."
            switch row.state {
            case .stopped:
                return .fault(.worker, "Amazon refuses it, so its jobs wait.\(reason)", about: subject, cure: cure)
            case .suspect:
                return .warning(.worker, "It pauses for trouble at Amazon.\(reason)", about: subject, cure: cure)
            case .ok:
                return row.pauseReason.map {
                    .note(
                        .worker, "It is paused: \(sentence($0))", about: subject,
                        cure: "'spworker applications resume \(row.name)' lets it go on.")
                }
            }
        }
    }
}
