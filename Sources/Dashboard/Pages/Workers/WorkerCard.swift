import JobModel
import JobStore
import Overview

/// A worker and what it does.
struct WorkerCard {
    /// A job that it runs.
    struct Run {
        let runNumber: String
        let runPath: String
    }

    /// So many jobs are named.
    private static let mostNamed = 24

    let id: String
    let shortID: String
    let host: String
    let process: String
    let version: String
    let tone: String
    let word: String
    let meaning: String?
    let obstacle: String?
    let started: Instant
    let heard: Instant
    let lease: Instant
    let runningCount: String
    let runs: [Run]
    let hasRuns: Bool
    let moreRuns: String?
    let tokens: String
    let canDrain: Bool

    init(_ worker: WorkerOverview, tokens: Int, isOperator: Bool, now: Timestamp) {
        let row = worker.row
        id = row.id.value
        shortID = String(row.id.value.prefix(8))
        host = row.host
        process = "\(row.pid)"
        version = row.version
        let isHeldUp = worker.standing == .running && row.obstacle != nil
        tone = isHeldUp ? "bad" : Optional(worker.style).tone
        let words: (String, String?) =
            switch worker.standing {
            case .running: (isHeldUp ? "claims no jobs" : "running", nil)
            case .draining: ("draining", "It starts no new jobs and ends when its runs have.")
            case .silent: ("silent", "It has not been heard of in time: look at its log, restart it if it hangs.")
            case .gone: ("gone", "It died without a word. The next worker takes its jobs back: spworker run")
            }
        (word, meaning) = words
        obstacle = row.obstacle
        started = row.startedAt.shown(now)
        heard = worker.heardAt.shown(now)
        lease = row.leaseUntil.shown(now)
        runningCount = Words.number(worker.jobs.count)
        runs = worker.jobs.prefix(Self.mostNamed).map { Run(runNumber: $0.description, runPath: Links.job($0)) }
        hasRuns = !runs.isEmpty
        let rest = worker.jobs.count - runs.count
        moreRuns = rest > 0 ? "and \(Words.number(rest)) more" : nil
        self.tokens = Words.number(tokens)
        canDrain = isOperator && worker.standing == .running
    }
}
