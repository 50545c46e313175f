import JobModel
import JobStore

/// A random sequence of operations on a store, compared with a plain model after every step.
///
/// It fails when more calls are made than a true token bucket allows, when a seller has more runs than the limit, when a
/// job is lost, run twice at once or run against somebody's will, when counts are wrong, and when work that could run is
/// forgotten.
package struct QueueWalk {
    private static let operations = ["orders", "items", "prices"]
    private static let grantless = "destinations"

    let random: SeededRandom
    let clock = VirtualTimekeeper()
    let rules: QueueRules
    let source: StoreSource
    var model = QueueModel()
    var workers = 1
    private var trail: [String] = []

    /// A walk that is the same for the same seed.
    package init(seed: UInt64, on source: StoreSource) {
        random = SeededRandom(seed: seed)
        rules = QueueRules(
            perAuthorization: random.pick([1, 2, 3, 50]), margin: .milliseconds(random.pick([0, 20, 100])),
            perVisit: random.pick([1, 2, 4]))
        self.source = source
    }

    var now: Timestamp { Timestamp(microseconds: clock.wallMicroseconds()) }
    var worker: WorkerID { WorkerID("worker-\(workers)") }

    /// Walks and then brings everything to an end.
    ///
    /// - Throws: `ConformanceFailure` with the seed and the last steps.
    package mutating func run(steps: Int) async throws {
        let store = try await source.make(rules, clock)
        do {
            for step in 1...steps {
                try await walk(store)
                model.stampEnds(now: now)
                try await compareCounts(store)
                if step % 25 == 0 { try await compareJobs(store) }
            }
            trail.append("the end")
            try await finishEverything(store)
            try await compareJobs(store)
        } catch {
            let steps = trail.suffix(12).joined(separator: "; ")
            throw ConformanceFailure(
                message: "seed \(random.seed), after \(trail.count) steps (\(steps)): \(error)", file: #fileID,
                line: #line)
        }
    }

    private mutating func walk(_ store: any JobStore) async throws {
        let action = random.below(100)
        switch action {
        case ..<16: try await enqueue(store)
        case ..<29: advance()
        case ..<30: try await prune(store)
        case ..<50: try await claim(store, limit: 1 + random.below(8))
        case ..<56: try await claim(store, limit: 1000)
        case ..<67: try send(store)
        case ..<72: try await permit(store)
        case ..<86: try await finish(store, outcome())
        case ..<88: try await learn(store)
        case ..<90: try await checkpoint(store)
        case ..<94: try await changeSeller(store)
        case ..<95: try await changeApplication(store)
        case ..<96: try await changeLane(store)
        case ..<98: try await cancelOrRetry(store)
        case ..<99: try await crash(store)
        default: try await replan(store)
        }
    }

    mutating func note(_ step: String) { trail.append(step) }

    // MARK: Choices

    private func seller() -> AuthorizationKey {
        AuthorizationKey(
            application: random.pick(["main", "other"]), seller: random.pick(["a", "b", "c"]), region: "EU")
    }

    private func plan() -> LanePlan {
        LanePlan(rate: random.pick([0.2, 0.5, 1, 4, 50]), burst: random.pick([1, 2, 5, 20]))
    }

    /// A running job, or `nil` when none runs.
    func runningJob(withPermit: Bool? = nil) -> (JobID, ClaimedJob)? {
        let ids = model.runningIDs.filter { id in withPermit.map { $0 == model.jobs[id]?.holdsPermit } ?? true }
        guard !ids.isEmpty else { return nil }
        let id = random.pick(ids)
        return model.jobs[id]?.run.map { (id, $0) }
    }

    private func outcome() -> Outcome {
        let outcomes: [Outcome] = [
            .succeeded(JobResult()), .succeeded(JobResult()), .succeeded(JobResult()), .retry(.oops),
            .snooze(until: now + .milliseconds(random.below(5000))), .throttled(.lane, .tooMany),
            .throttled(.application, .tooMany), .park(.oops), .fail(.oops), .quarantine(.oops), .interrupted,
            .cancelled,
        ]
        return random.pick(outcomes)
    }

    mutating func advance(by duration: Duration? = nil) {
        let step = duration ?? .microseconds(Int64(random.below(random.pick([50_000, 2_000_000, 8_000_000]))))
        clock.advance(by: step)
        note("advance \(step)")
    }

    // MARK: Putting in

    private mutating func enqueue(_ store: any JobStore) async throws {
        let seller = seller()
        // Some jobs need no seller's grant.
        let key = random.chance(0.85) ? seller : nil
        let operation = key == nil ? Self.grantless : random.pick(Self.operations)
        let lane =
            key.map { LaneKey(authorization: $0, operation: operation) }
            ?? LaneKey(application: seller.application, operation: operation)
        let isShared = operation == "items"
        if model.lanes[lane] == nil {
            let plan = plan()
            model.lanes[lane] = QueueModel.Lane(
                configured: plan, hasSharedLimit: isShared, truth: BucketModel(plan, now: now),
                ledger: BucketModel(plan, now: now))
            let shared = QueueModel.SharedKey(application: seller.application, operation: operation)
            if isShared, model.shared[shared] == nil {
                model.shared[shared] = BucketModel(LanePlan(rate: 4, burst: 4), now: now)
            }
        }
        var job = NewJob(
            kind: "request", lane: lane, plan: model.lanes[lane]?.configured ?? .unknown,
            applicationRate: isShared ? 4 : nil, authorization: key, operation: operation)
        job.priority = random.pick([0, 5, 5, 5, 9])
        if random.chance(0.3) { job.runAt = now + .milliseconds(random.below(20_000)) }
        if random.chance(0.1) { job.deadline = now + .milliseconds(1 + random.below(30_000)) }
        if key != nil, random.chance(0.2) { job.uniqueKey = random.pick(["k", "l"]) }
        job.maxAttempts = 1 + random.below(3)
        let batch = Array(repeating: job, count: 1 + random.below(6))
        note("enqueue \(batch.count) \(lane)")
        for answer in try await store.enqueue(batch) {
            let holder = job.uniqueKey.flatMap { model.holder(of: $0, seller: key) }
            switch answer {
            case .duplicate(let id): try expectEqual(id, holder, "the job that keeps the key")
            case .new(let id):
                try expectEqual(holder, nil, "an open job with the key")
                try expect(model.jobs[id] == nil, "number \(id) was used before")
                model.jobs[id] = QueueModel.Job(
                    lane: lane, runAt: job.runAt ?? now, deadline: job.deadline, uniqueKey: job.uniqueKey,
                    maxAttempts: job.maxAttempts)
            }
        }
    }

    // MARK: Comparing

    private func compareCounts(_ store: any JobStore) async throws {
        let counts = try await store.counts()
        try expectEqual(counts, model.counts, "the counts")
        let states = try await store.jobs(matching: JobFilter(limit: 100_000)).map(\.row.state)
        try expectEqual(counts, states.reduce(into: [:]) { $0[$1, default: 0] += 1 }, "the kept counts")
    }

    private func compareJobs(_ store: any JobStore) async throws {
        let rows = try await store.jobs(matching: JobFilter(limit: 100_000)).map(\.row)
        try expectEqual(rows.count, model.jobs.count, "the number of jobs")
        for row in rows {
            guard let job = model.jobs[row.id] else { continue }
            try expectEqual(row.state, job.state, "the state of job \(row.id)")
            try expectEqual(row.attempt, job.attempt, "failed attempts of job \(row.id)")
        }
        for row in try await store.authorizations() {
            try expectEqual(row.running, model.runs(of: row.key), "runs of \(row.key)")
        }
    }
}
