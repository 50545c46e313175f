import JobModel
import JobStore

/// What the first page says.
struct OverviewView {
    /// Jobs of one state.
    struct StateCount {
        let word: String
        let count: String
        let path: String
        let tone: String
    }

    /// A worker process.
    struct Worker {
        let title: String
        let tone: String
        let word: String
        let started: Instant
        let heard: Instant
        let obstacle: String?
    }

    /// A seller that does not work.
    struct Seller {
        let seller: String
        let region: String
        let application: String
        let path: String
        let tone: String
        let word: String
        let reason: String?
        let since: Instant
    }

    let tone: String
    let sentence: String
    let command: String?
    let states: [StateCount]
    let inbox: String?
    let workers: [Worker]
    let hasWorkers: Bool
    let sellers: [Seller]
    let hasTrouble: Bool
    let moreSellers: String?

    init(
        holder: String?, counts: [JobState: Int], workers: [WorkerRow], troubled: [AuthorizationRow],
        newInboxRows: Int, limit: Int, now: Timestamp
    ) {
        let open = (counts[.waiting] ?? 0) + (counts[.running] ?? 0) + newInboxRows
        (tone, sentence, command) = Self.verdict(holder, workers, open: open, now: now)
        states = JobState.allCases.map { Self.state($0, counts[$0] ?? 0) }
        inbox = newInboxRows > 0 ? Words.counted(newInboxRows, "inbox row") : nil
        self.workers = workers.map { Self.worker($0, now: now) }
        hasWorkers = !workers.isEmpty
        sellers = troubled.prefix(limit).map { Self.seller($0, now: now) }
        hasTrouble = !troubled.isEmpty
        let rest = troubled.count - sellers.count
        moreSellers = rest > 0 ? "\(Words.number(rest)) more" : nil
    }

    private static func verdict(
        _ holder: String?, _ workers: [WorkerRow], open: Int, now: Timestamp
    ) -> (tone: String, sentence: String, command: String?) {
        guard holder != nil else {
            let isWaiting = open > 0
            return (
                isWaiting ? "bad" : "warning",
                "No worker is running\(isWaiting ? " while work waits" : "; nothing waits").", "spworker run"
            )
        }
        if let lapsed = workers.map(\.leaseUntil).max(), lapsed < now {
            return ("bad", "The worker is silent: its heartbeat lapsed \(lapsed.told(now)).", "spworker doctor")
        }
        if let obstacle = workers.obstacle(now: now) {
            return ("bad", "The worker claims no jobs for now: \(obstacle)", nil)
        }
        let isStopping = !workers.isEmpty && workers.allSatisfy(\.isDraining)
        return isStopping ? ("warning", "The worker is stopping.", nil) : ("good", "The worker runs.", nil)
    }

    private static func state(_ state: JobState, _ count: Int) -> StateCount {
        let tone =
            switch state {
            case .failed, .quarantined: count > 0 ? "bad" : "none"
            case .running: count > 0 ? "accent" : "none"
            case .succeeded: count > 0 ? "good" : "none"
            case .waiting, .cancelled: "none"
            }
        return StateCount(
            word: state.word, count: Words.number(count), path: "/jobs?state=\(state.word)", tone: tone)
    }

    private static func worker(_ row: WorkerRow, now: Timestamp) -> Worker {
        let (tone, word): (String, String) =
            row.leaseUntil < now
            ? ("bad", "silent")
            : row.isDraining ? ("warning", "stopping") : row.obstacle == nil ? ("good", "works") : ("bad", "held up")
        return Worker(
            title: "\(row.host), process \(row.pid)", tone: tone, word: word, started: row.startedAt.shown(now),
            heard: row.leaseUntil.shown(now), obstacle: row.obstacle)
    }

    private static func seller(_ row: AuthorizationRow, now: Timestamp) -> Seller {
        Seller(
            seller: row.key.seller, region: row.key.region, application: row.key.application,
            path: "/sellers/\(row.key.seller.percentEncoded)",
            tone: row.state.parksJobs ? "bad" : "warning",
            word: row.pauseReason != nil && row.state == .active ? "paused" : row.state.word,
            reason: row.pauseReason ?? row.failure?.message, since: row.since.shown(now))
    }
}
