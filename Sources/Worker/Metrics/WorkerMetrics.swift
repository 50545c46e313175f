import JobModel
import JobStore
import Metrics

/// The engine's handles, made once: what they count costs a look-up in a small dictionary and an addition.
struct WorkerMetrics: Sendable {
    /// How a claim went.
    enum ClaimResult: String, CaseIterable {
        /// It brought jobs.
        case jobs
        /// Nothing could be claimed.
        case empty
        /// The store was in trouble.
        case failed
        /// Something outside the store was in the way.
        case held
    }

    /// What became of a run.
    enum RunOutcome: String, CaseIterable {
        case succeeded, retry, snooze, throttled, park, failed, quarantine, cancelled, interrupted
        /// Another worker had taken the job over.
        case lost
    }

    /// The handles of one kind of jobs.
    private struct KindHandles: Sendable {
        let duration: Timer
        let runs: [RunOutcome: Counter]
        let ended: [JobState: Counter]

        init(_ kind: String, _ factory: any MetricsFactory) {
            duration = Timer(
                label: "spworker_run_duration_seconds", dimensions: [("kind", kind)], factory: factory)
            runs = Dictionary(
                uniqueKeysWithValues: RunOutcome.allCases.map {
                    let labels = [("kind", kind), ("outcome", $0.rawValue)]
                    return ($0, Counter(label: "spworker_runs_total", dimensions: labels, factory: factory))
                })
            ended = Dictionary(
                uniqueKeysWithValues: JobState.allCases.filter { $0 != .waiting && $0 != .running }.map {
                    let labels = [("kind", kind), ("outcome", $0.word)]
                    return ($0, Counter(label: "spworker_jobs_ended_total", dimensions: labels, factory: factory))
                })
        }
    }

    private let kinds: [String: KindHandles]
    /// For jobs of kinds that this worker does not know: their names are anybody's.
    private let unknown: KindHandles
    private let laneWait: Timer
    private let claims: [ClaimResult: Counter]
    private let claimedJobs: Counter
    private let admitted: Counter
    private let rejected: Counter

    /// Makes the handles for jobs of the given kinds.
    init(kinds: some Sequence<String>, factory: any MetricsFactory) {
        self.kinds = Dictionary(kinds.map { ($0, KindHandles($0, factory)) }) { first, _ in first }
        unknown = KindHandles("unknown", factory)
        laneWait = Timer(label: "spworker_lane_wait_seconds", dimensions: [], factory: factory)
        claims = Dictionary(
            uniqueKeysWithValues: ClaimResult.allCases.map {
                ($0, Counter(label: "spworker_claims_total", dimensions: [("result", $0.rawValue)], factory: factory))
            })
        claimedJobs = Counter(label: "spworker_claimed_jobs_total", dimensions: [], factory: factory)
        func inbox(_ result: String) -> Counter {
            Counter(label: "spworker_inbox_rows_total", dimensions: [("result", result)], factory: factory)
        }
        admitted = inbox("admitted")
        rejected = inbox("rejected")
    }

    /// A claim came back.
    func claimed(_ claim: Claim, now: Timestamp) {
        count(claim.jobs.isEmpty ? .empty : .jobs)
        guard !claim.jobs.isEmpty else { return }
        claimedJobs.increment(by: claim.jobs.count)
        for job in claim.jobs {
            guard let dueAt = job.dueAt else { continue }
            // Another machine's clock may have said when it was due.
            laneWait.record(duration: max(.zero, now - dueAt))
        }
    }

    /// A claim brought no answer, or was not made.
    func count(_ result: ClaimResult) { claims[result]?.increment() }

    /// A run is over; its end is not written yet.
    func ran(_ kind: String, for duration: Duration) { (kinds[kind] ?? unknown).duration.record(duration: duration) }

    /// The end of a run was written, or nobody wanted it any more.
    func ended(_ kind: String, _ end: RunEnd, isLost: Bool) {
        let handles = kinds[kind] ?? unknown
        guard !isLost else {
            handles.runs[.lost]?.increment()
            return
        }
        // One word for the history tells that attempts were used up.
        let outcome = end.state == .failed ? .failed : RunOutcome(rawValue: end.word)
        if let outcome { handles.runs[outcome]?.increment() }
        handles.ended[end.state]?.increment()
    }

    /// Rows of the inbox were answered.
    func answered(admitted: Int, rejected: Int) {
        self.admitted.increment(by: admitted)
        self.rejected.increment(by: rejected)
    }
}
