import JobModel
import JobStore

/// A fresh store with a clock that stands still, and short words for what the cases do with them.
struct StoreBench: Sendable {
    let store: any JobStore
    let clock: VirtualTimekeeper
    let source: StoreSource
    let worker = WorkerID("worker-1")

    /// A plan that never gets in the way.
    static let plenty = LanePlan(rate: 10_000, burst: 10_000)

    var now: Timestamp { Timestamp(microseconds: clock.wallMicroseconds()) }

    func advance(_ duration: Duration) { clock.advance(by: duration) }

    // MARK: Putting in

    func key(_ seller: String, application: String = "main", region: String = "EU") -> AuthorizationKey {
        AuthorizationKey(application: application, seller: seller, region: region)
    }

    func job(
        _ seller: String = "acme", _ operation: String = "op", application: String = "main",
        plan: LanePlan = plenty, applicationRate: Double? = nil
    ) -> NewJob {
        let key = key(seller, application: application)
        return NewJob(
            kind: "request", lane: LaneKey(authorization: key, operation: operation), plan: plan,
            applicationRate: applicationRate, authorization: key, operation: operation)
    }

    @discardableResult
    func enqueue(_ job: NewJob, file: String = #fileID, line: Int = #line) async throws -> JobID {
        let answer = try await store.enqueue([job])
        guard case .new(let id)? = answer.first else {
            throw ConformanceFailure(message: "the job was not let in: \(answer)", file: file, line: line)
        }
        return id
    }

    func enqueue(_ count: Int, _ job: NewJob) async throws {
        _ = try await store.enqueue(Array(repeating: job, count: count))
    }

    // MARK: Running

    func claim(_ limit: Int = 100) async throws -> [ClaimedJob] {
        try await store.claim(ClaimRequest(worker: worker, limit: limit)).jobs
    }

    func nextDue() async throws -> Timestamp? {
        try await store.claim(ClaimRequest(worker: worker, limit: 0)).nextDue
    }

    /// Claims exactly one job.
    func claimOne(file: String = #fileID, line: Int = #line) async throws -> ClaimedJob {
        let jobs = try await claim(1)
        guard let job = jobs.first else {
            throw ConformanceFailure(message: "nothing could be claimed", file: file, line: line)
        }
        return job
    }

    func send(_ job: ClaimedJob) { store.note(.sent(job.fence, at: now)) }

    func send(_ jobs: [ClaimedJob]) {
        for job in jobs { send(job) }
    }

    @discardableResult
    func finish(
        _ job: ClaimedJob, _ outcome: Outcome = .succeeded(JobResult(status: 200)), unit: Double = 0.5,
        isDurable: Bool = false, keepsDoubt: Bool = false, lastCall: LastCall? = nil
    ) async throws -> Bool {
        try await store.finish(
            RunEnd(
                outcome, of: job, now: now, policy: RetryPolicy(), unit: unit, isDurable: isDurable,
                keepsDoubt: keepsDoubt, lastCall: lastCall))
    }

    /// Sends and finishes.
    func complete(_ jobs: [ClaimedJob]) async throws {
        for job in jobs {
            send(job)
            try await finish(job)
        }
    }

    /// Runs what can be claimed, by waves, until nothing can.
    @discardableResult
    func completeAll(limit: Int = 100) async throws -> [ClaimedJob] {
        var all: [ClaimedJob] = []
        while true {
            let jobs = try await claim(limit)
            if jobs.isEmpty { return all }
            try await complete(jobs)
            all += jobs
        }
    }

    /// Makes sure that notes have arrived.
    func settle() async throws { _ = try await store.cancel([]) }

    /// The worker dies and the next one takes over.
    @discardableResult
    func crash() async throws -> Recovery { try await store.recover(as: WorkerID("worker-\(clock.monotonic())-next")) }

    // MARK: Looking

    func row(_ id: JobID, file: String = #fileID, line: Int = #line) async throws -> JobRow {
        try await record(id, file: file, line: line).row
    }

    func record(_ id: JobID, file: String = #fileID, line: Int = #line) async throws -> JobRecord {
        guard let record = try await store.job(id) else {
            throw ConformanceFailure(message: "job \(id) is gone", file: file, line: line)
        }
        return record
    }

    func lane(
        _ seller: String = "acme", _ operation: String = "op", file: String = #fileID, line: Int = #line
    ) async throws -> LaneRow {
        let lane = try await store.lanes().map(\.lane).first {
            $0.key.authorization?.seller == seller && $0.key.operation == operation
        }
        guard let lane else {
            throw ConformanceFailure(message: "no lane \(operation) of \(seller)", file: file, line: line)
        }
        return lane
    }
}

extension JobFailure {
    static let oops = JobFailure(kind: "oops", message: "It went wrong.", status: 500, requestID: "r-1")
    static let tooMany = JobFailure(kind: "throttled", message: "Too many calls.", status: 429)
}
