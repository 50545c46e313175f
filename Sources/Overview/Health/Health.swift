package import JobModel
package import JobStore

/// Whether the installation works, and who is stuck. Made of values alone.
package struct Health: Sendable {
    /// What was seen.
    package struct Sight: Sendable {
        /// What the lock file says about the worker that holds it; `nil` when none does.
        package var lockHolder: String?
        package var workers: [WorkerRow] = []
        package var counts: [JobState: Int] = [:]
        /// Some waiting jobs, newest first.
        package var waiting: [JobRecord] = []
        package var newInboxRows = 0
        package var applications: [ApplicationRow] = []
        package var authorizations: [AuthorizationRow] = []
        /// When the configured sellers must authorize anew, as far as that is known.
        package var renewals: [AuthorizationKey: YearlyRenewal] = [:]
        /// How many notices of hooks wait, and the oldest of them.
        package var noticeCount = 0
        package var oldestNotice: NoticeRow?
        /// Since when the oldest ready job could have run, where that is known without a look at all of them.
        package var oldestReadyAt: Timestamp?

        /// Nothing but a holder and workers; the rest is set where it is known.
        package init(lockHolder: String? = nil, workers: [WorkerRow] = []) {
            self.lockHolder = lockHolder
            self.workers = workers
        }
    }

    /// One thing to know, and the command that tells more.
    package struct Finding: Sendable, Hashable {
        /// What it is about: where else more is told.
        package enum Topic: Sendable, Hashable {
            case workers, jobs, inbox, hooks
            case quarantine
            case application(String)
            case seller(AuthorizationKey)
            /// Several sellers.
            case sellers
            /// A seller that must authorize anew.
            case renewal(AuthorizationKey)
            /// Several of them.
            case renewals
        }

        package var text: String
        package var topic: Topic
        package var style: Style?
        package var more: String?
        /// Whether it makes the installation unhealthy.
        package var isFault = false

        package init(_ topic: Topic, text: String, style: Style? = nil, more: String? = nil, isFault: Bool = false) {
            self.topic = topic
            self.text = text
            self.style = style
            self.more = more
            self.isFault = isFault
        }
    }

    package let sight: Sight
    package let now: Timestamp

    package init(_ sight: Sight, now: Timestamp) {
        self.sight = sight
        self.now = now
    }

    /// Whether everything that should work does.
    package var isHealthy: Bool { !findings.contains { $0.isFault } }

    /// Waiting jobs by what they wait for, as far as they were looked at.
    package var labels: [JobLabel: Int] {
        Dictionary(sight.waiting.compactMap { $0.label.map { ($0, 1) } }, uniquingKeysWith: +)
    }

    /// Whether more jobs wait than were looked at.
    package var isSampled: Bool { (sight.counts[.waiting] ?? 0) > sight.waiting.count }

    /// How long the oldest ready job has been ready: of all, where that is known, or of those that were looked at.
    package var oldestReady: Duration? {
        if let known = sight.oldestReadyAt { return max(.zero, now - known) }
        return sight.waiting.filter { $0.label == .ready }.map { now - max($0.row.createdAt, $0.row.runAt) }.max()
            .map { max(.zero, $0) }
    }

    /// The screen, line by line.
    package var findings: [Finding] {
        [worker] + [jobs] + [waiting, oldest, outage, inbox].compactMap { $0 } + applications + sellers + dueRenewals
            + tokenless + [quarantine, notices].compactMap { $0 }
    }

    // MARK: Lines

    private var worker: Finding {
        guard let holder = sight.lockHolder else {
            let open = (sight.counts[.waiting] ?? 0) + (sight.counts[.running] ?? 0) + sight.newInboxRows
            return Finding(
                .workers, text: "No worker is running\(open > 0 ? " while work waits" : "; nothing waits").",
                style: open > 0 ? .bad : .warning, more: "spworker run", isFault: open > 0)
        }
        if let lapsed = sight.workers.map(\.leaseUntil).max(), lapsed < now {
            return Finding(
                .workers, text: "The worker (\(holder)) is silent: its heartbeat lapsed \(lapsed.told(now)).",
                style: .bad,
                more: "look at its log; restart it if it hangs", isFault: true)
        }
        if let obstacle = sight.workers.obstacle(now: now) {
            return Finding(.workers, text: "The worker claims no jobs for now: \(obstacle)", style: .bad, isFault: true)
        }
        let stopping = !sight.workers.isEmpty && sight.workers.allSatisfy(\.isDraining)
        return Finding(
            .workers, text: "The worker \(stopping ? "is stopping" : "runs")\(holder.isEmpty ? "" : " (\(holder))").",
            style: stopping ? .warning : .good)
    }

    private var jobs: Finding {
        let parts = JobState.allCases.compactMap { state in
            (sight.counts[state] ?? 0) == 0 ? nil : "\(sight.counts[state] ?? 0) \(state.word)"
        }
        return Finding(
            .jobs, text: parts.isEmpty ? "No jobs yet." : "Jobs: \(parts.joined(separator: ", ")).",
            more: parts.isEmpty ? "spworker enqueue request OPERATION --seller ID" : "spworker jobs list")
    }

    private var waiting: Finding? {
        guard !sight.waiting.isEmpty else { return nil }
        let labels = labels
        let parts = JobLabel.allCases.compactMap { label in labels[label].map { "\($0) \(label.rawValue)" } }
        let scope = isSampled ? "Of the newest \(sight.waiting.count) waiting: " : "Waiting: "
        return Finding(
            .jobs, text: scope + parts.joined(separator: ", ") + ".", more: "spworker jobs list --state waiting")
    }

    private var oldest: Finding? {
        oldestReady.map {
            Finding(
                .jobs,
                text:
                    "The oldest ready job\(isSampled && sight.oldestReadyAt == nil ? " of these" : "") "
                    + "has waited \($0.rough).",
                more: "spworker jobs list --label ready")
        }
    }

    private var inbox: Finding? {
        guard sight.newInboxRows > 0 else { return nil }
        return Finding(
            .inbox,
            text:
                "\(counted(sight.newInboxRows, "inbox row")) wait\(sight.newInboxRows == 1 ? "s" : "") for the worker.",
            style: .warning, more: "spworker inbox list --status new")
    }

    private var applications: [Finding] {
        sight.applications.filter { $0.state != .ok || $0.pauseReason != nil }.map { row in
            // An outage passes by itself; one that lasts is a person's business.
            let isOutage = row.state == .suspect
            let isFault =
                row.state == .stopped || (isOutage && now - row.since >= Explanation.outagePatience)
            let word = row.pauseReason != nil && row.state == .ok ? "paused" : row.state.word
            let reason = (row.pauseReason ?? row.failure?.message).map { ": \($0.cut(to: 100))" } ?? ""
            let state = isOutage ? "became suspect \(row.since.told(now)) and waits" : "is \(word)"
            return Finding(
                .application(row.name), text: "Application \(row.name) \(state)\(reason)",
                style: isFault ? .bad : .warning,
                more: "spworker applications show \(row.name)", isFault: isFault)
        }
    }

    private var quarantine: Finding? {
        let count = sight.counts[.quarantined] ?? 0
        guard count > 0 else { return nil }
        return Finding(
            .quarantine,
            text: "\(counted(count, "job")) \(count == 1 ? "is" : "are") in quarantine until a person decides.",
            style: .bad,
            more: "spworker jobs list --state quarantined")
    }

    /// Said when the oldest was tried in vain: others may be on their way.
    private var notices: Finding? {
        guard let oldest = sight.oldestNotice, let reason = oldest.lastError else { return nil }
        let count = sight.noticeCount
        return Finding(
            .hooks,
            text: "\(counted(count, "notice")) wait\(count == 1 ? "s" : "") for hooks; '\(oldest.target.cut(to: 60))' "
                + "failed \(counted(oldest.tries, "time")): \(reason.cut(to: 100))",
            style: .warning, more: "spworker hooks list")
    }
}
