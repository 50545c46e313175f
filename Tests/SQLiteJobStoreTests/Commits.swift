import JobModel
import JobStore
import JobStoreTesting
import SQLiteJobStore
import Synchronization

/// Remembers every commit of a store.
final class Commits: Sendable {
    private let records = Mutex<[CommitRecord]>([])

    @Sendable func take(_ record: CommitRecord) { records.withLock { $0.append(record) } }

    var all: [CommitRecord] { records.withLock { $0 } }

    /// What was committed while `body` ran.
    func during(_ body: () async throws -> Void) async rethrows -> [CommitRecord] {
        let before = all.count
        try await body()
        return Array(all.dropFirst(before))
    }
}

/// Short words for what the tests of this target do.
enum Make {
    static let key = AuthorizationKey(application: "main", seller: "acme", region: "EU")
    static let worker = WorkerID("w1")
    static let schedule = ScheduleKey(definition: "sync", seller: "acme", region: "EU")

    static let sealed = SealedToken(
        key: "k", keyID: "i", mintedAt: .distantPast, expiresAt: .distantPast, sealed: [1, 0, 255])

    static let failure = JobFailure(kind: "k", message: "m")

    static func job(_ operation: String = "op", body: String? = nil) -> NewJob {
        NewJob(
            kind: "request", lane: LaneKey(authorization: key, operation: operation),
            plan: LanePlan(rate: 10_000, burst: 10_000), authorization: key, operation: operation, body: body)
    }

    static func end(_ job: ClaimedJob, _ outcome: Outcome = .succeeded(JobResult()), durable: Bool = false) -> RunEnd {
        RunEnd(outcome, of: job, now: job.createdAt, policy: RetryPolicy(), unit: 0.5, isDurable: durable)
    }
}

extension JobStore {
    /// Claims one job.
    func claimOne() async throws -> ClaimedJob? {
        try await claim(ClaimRequest(worker: Make.worker, limit: 1)).jobs.first
    }
}
