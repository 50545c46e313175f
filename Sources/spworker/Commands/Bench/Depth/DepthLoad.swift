import JobModel
import JobStore
import Ports

/// Claims from a backlog and puts as many jobs in as it ends, so that the number of waiting ones stays the same.
struct DepthLoad: Sendable {
    /// Jobs in one claim: as many as a worker runs at a time when nothing is configured.
    static let batch = 64

    let backlog: Backlog
    let worker: WorkerID
    let timekeeper: any Timekeeper

    /// What a claim must yield: less than a whole batch where the few sellers may not run more at a time.
    private var most: Int { min(Self.batch, backlog.jobs, backlog.sellers * QueueRules().perAuthorization) }

    /// Visits every lane once, as a worker that has been running for a while has done.
    func warmUp(_ store: any JobStore) async throws {
        let visits = backlog.sellers * QueueRules().perVisit / most + 1
        _ = try await latencies(of: visits, on: store)
    }

    /// How long each of so many claims took, from the question to the committed answer.
    ///
    /// - Throws: `Failure` when a claim yields less than it could; the store's errors.
    func latencies(of claims: Int, on store: any JobStore) async throws -> [Duration] {
        var latencies: [Duration] = []
        latencies.reserveCapacity(claims)
        for _ in 0..<claims {
            try Task.checkCancellation()
            let start = timekeeper.monotonic()
            let jobs = try await store.claim(ClaimRequest(worker: worker, limit: Self.batch)).jobs
            latencies.append(timekeeper.monotonic() - start)
            guard jobs.count == most else {
                throw Failure(.no, "error: a claim yielded \(jobs.count) of \(most) jobs; the figures mean nothing.")
            }
            try await replace(jobs, in: store)
        }
        return latencies
    }

    /// Ends the jobs and puts one in for each of them, in the same lanes.
    private func replace(_ jobs: [ClaimedJob], in store: any JobStore) async throws {
        try await withThrowingTaskGroup(of: Bool.self) { ends in
            for job in jobs { ends.addTask { try await finish(job, store) } }
            for try await isHeld in ends where !isHeld {
                throw Failure(.no, "error: a job was lost while it ran; the figures mean nothing.")
            }
        }
        _ = try await store.enqueue(jobs.compactMap(\.authorization).map { try Backlog.job(of: $0) })
    }

    private func finish(_ job: ClaimedJob, _ store: any JobStore) async throws -> Bool {
        try await store.finish(
            RunEnd(
                .succeeded(JobResult(status: 200, bytes: 2, inline: "{}")), of: job,
                now: Timestamp(microseconds: timekeeper.wallMicroseconds()), policy: RetryPolicy(), unit: 0,
                isDurable: false))
    }
}
