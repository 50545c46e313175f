import JobModel
import JobStore
import Ports

/// Puts jobs into a store and works them off as the worker does, with many ends of runs at once, but without calling anybody.
struct QueueLoad: Sendable {
    /// How long it took.
    struct Times: Sendable, Hashable {
        /// Putting all jobs in.
        let enqueue: Duration
        /// Claiming and finishing all jobs.
        let work: Duration
    }

    /// Jobs in one call of `enqueue`.
    static let chunk = 1000
    /// The parameters of each job: as long as those of common calls.
    static let parameters = #"{"orderId":"902-1845936-5435065"}"#

    let plan: QueueBenchPlan
    let worker: WorkerID
    let timekeeper: any Timekeeper
    /// The limits of all lanes.
    var limits = QueueLimits.lifted

    /// Puts the jobs in, then works them off.
    ///
    /// - Parameter store: A store without other jobs.
    /// - Throws: `Failure` when jobs were left or lost, and the store's errors.
    func run(on store: any JobStore) async throws -> Times {
        let enqueue = try await fill(store, with: plan.jobs, atATime: Self.chunk)
        let start = timekeeper.monotonic()
        try await work(store)
        let work = timekeeper.monotonic() - start
        let succeeded = try await store.counts()[.succeeded] ?? 0
        guard succeeded == plan.jobs else {
            throw Failure(
                .no, "error: \(succeeded) of \(plan.jobs) jobs are done in the database; the figures mean nothing.")
        }
        return Times(enqueue: enqueue, work: work)
    }

    // MARK: Jobs come in

    /// Puts jobs in, of all sellers in turn.
    ///
    /// - Returns: How long the store took.
    /// - Throws: The store's errors, `CancellationError`.
    func fill(_ store: any JobStore, with count: Int, atATime chunk: Int) async throws -> Duration {
        let sellers = (1...plan.lanes).map(Self.seller)
        var total = Duration.zero
        for start in stride(from: 0, to: count, by: chunk) {
            try Task.checkCancellation()
            let jobs = (start..<min(start + chunk, count)).map {
                Self.job(of: sellers[$0 % sellers.count], limits.plan)
            }
            let begin = timekeeper.monotonic()
            _ = try await store.enqueue(jobs)
            total += timekeeper.monotonic() - begin
        }
        return total
    }

    /// One of the sellers, counted from 1.
    static func seller(_ number: Int) -> AuthorizationKey {
        AuthorizationKey(application: "bench", seller: "seller\(number)", region: "EU")
    }

    /// A job in the seller's one lane.
    static func job(of seller: AuthorizationKey, _ plan: LanePlan = QueueLimits.lifted.plan) -> NewJob {
        NewJob(
            kind: "request", lane: LaneKey(authorization: seller, operation: "bench.call@1"), plan: plan,
            authorization: seller, operation: "bench.call@1", parameters: Self.parameters)
    }

    // MARK: Runs

    private func work(_ store: any JobStore) async throws {
        try await withThrowingTaskGroup(of: Bool.self) { runs in
            var claimed = 0
            var running = 0
            while claimed < plan.jobs {
                try Task.checkCancellation()
                let claim = try await store.claim(ClaimRequest(worker: worker, limit: plan.batch))
                let jobs = claim.jobs
                for job in jobs { runs.addTask { try await finish(job, store) } }
                claimed += jobs.count
                running += jobs.count
                if running == 0, limits.wait(until: claim.nextDue) { continue }
                guard running > 0 else {
                    throw Failure(
                        .no,
                        "error: nothing could be claimed and \(plan.jobs - claimed) jobs are left; the figures mean nothing."
                    )
                }
                // The ends of this batch and the next claim meet in one transaction. Where every seller is busy, some run
                // must end before there is anything to claim; where no lane has a permit, time must go on.
                let bound = !jobs.isEmpty ? plan.inFlight - plan.batch : limits.clock == nil ? running - 1 : 0
                while running > bound, let isHeld = try await runs.next() {
                    try require(isHeld)
                    running -= 1
                }
            }
            for try await isHeld in runs { try require(isHeld) }
        }
    }

    /// Ends a run, as one does that had a good answer. False when the job was lost meanwhile.
    func finish(_ job: ClaimedJob, _ store: any JobStore) async throws -> Bool {
        let now = limits.clock?.now ?? Timestamp(microseconds: timekeeper.wallMicroseconds())
        // Only a call takes a permit for good.
        if plan.charges || limits.clock != nil { store.note(.sent(job.fence, at: now)) }
        return try await store.finish(
            RunEnd(
                .succeeded(JobResult(status: 200, bytes: 2, inline: "{}")), of: job, now: now, policy: RetryPolicy(),
                unit: 0, isDurable: false))
    }

    /// - Throws: `Failure` when a job was lost.
    func require(_ isHeld: Bool) throws {
        if !isHeld { throw Failure(.no, "error: a job was lost while it ran; the figures mean nothing.") }
    }
}
