import JobModel
import JobStore
import Ports

/// A random sequence of what two schedulers, a worker and people do to schedules, compared with a plain model.
///
/// The schedulers act on what they have read some time ago, and forget now and then what they have done. It fails when an
/// instant of a schedule is put in twice, when a schedule fires against somebody's will, and when a cursor goes back or
/// passes something that no successful job has asked for.
package struct ScheduleWalk {
    let random: SeededRandom
    let clock = VirtualTimekeeper()
    let source: StoreSource
    var model: ScheduleModel
    /// What each scheduler has read last.
    var seen: [[ScheduleRow]] = [[], []]
    var running: [JobID: ClaimedJob] = [:]
    var byHand: Set<JobID> = []
    var lives = 1
    private(set) var step = 0
    private var trail: [String] = []

    /// A walk that is the same for the same seed.
    package init(seed: UInt64, on source: StoreSource) {
        random = SeededRandom(seed: seed)
        self.source = source
        var definitions: [String: ScheduleModel.Definition] = [:]
        for name in ["d-1", "d-2"] {
            definitions[name] = ScheduleModel.Definition(
                interval: .seconds(random.pick([7, 30, 60])), overlap: random.pick([.skip, .queue]),
                missed: random.pick([0, 1, 1, 3]), maxWindow: .seconds(random.pick([40, 300, 86_400])))
        }
        model = ScheduleModel(
            start: Timestamp(microseconds: clock.wallMicroseconds()), definitions: definitions)
    }

    var now: Timestamp { Timestamp(microseconds: clock.wallMicroseconds()) }
    var worker: WorkerID { WorkerID("worker-\(lives)") }

    /// Walks, and then lets every schedule catch up.
    ///
    /// - Throws: `ConformanceFailure` with the seed and the last steps.
    package mutating func run(steps: Int) async throws {
        let store = try await source.make(QueueRules(perAuthorization: 1000), clock)
        do {
            try await planAll(store)
            for _ in 1...steps {
                step += 1
                try await walk(store)
                try await compare(store)
            }
            step += 1
            note("the end")
            try await catchUp(store)
            try await compare(store)
            try await compareInstants(store)
        } catch {
            let steps = trail.suffix(15).joined(separator: "; ")
            throw ConformanceFailure(
                message: "seed \(random.seed), after \(step) steps (\(steps)): \(error)", file: #fileID, line: #line)
        }
    }

    private mutating func walk(_ store: any JobStore) async throws {
        let action = random.below(100)
        switch action {
        case ..<14: advance(.milliseconds(random.below(random.pick([500, 10_000, 90_000]))))
        case ..<24: try await look(store)
        case ..<42: try await fire(store)
        case ..<56: try await claim(store)
        case ..<66: try await fill(store)
        case ..<84: try await finish(store)
        case ..<86: try await kill(store)
        case ..<90: try await pause(store)
        case ..<93: try await plan(store)
        case ..<95: try await setCursor(store)
        case ..<97: try await runByHand(store)
        case ..<99: try await reopenOrCancel(store)
        default: try await prune(store)
        }
    }

    mutating func note(_ text: String) { trail.append(text) }

    mutating func advance(_ duration: Duration) {
        clock.advance(by: duration)
        note("advance \(duration)")
    }

    func failure(_ message: String) -> ConformanceFailure {
        ConformanceFailure(message: message, file: #fileID, line: #line)
    }

    func job(_ key: ScheduleKey, _ instant: Timestamp?) -> NewJob {
        let authorization = AuthorizationKey(application: "main", seller: key.seller, region: key.region)
        return NewJob(
            kind: "request", lane: LaneKey(authorization: authorization, operation: "op"), plan: StoreBench.plenty,
            authorization: authorization, operation: "op", parameters: "{\"from\":\"{cursor}\"}",
            scheduledAt: instant, isTemplate: true)
    }

    // MARK: Comparing

    private func compare(_ store: any JobStore) async throws {
        for row in try await store.schedules(matching: ScheduleFilter(limit: 1000)) {
            guard let entry = model.entries[row.key] else { throw failure("\(row.key) was never planned") }
            try expectEqual(row.nextFireAt, entry.next, "the next fire of \(row.key)")
            try expectEqual(row.lastFireAt, entry.lastFire, "the last fire of \(row.key)")
            try expectEqual(row.isActive, entry.isActive, "whether \(row.key) is active")
            try expectEqual(row.pauseReason != nil, entry.isPaused, "whether \(row.key) is paused")
            try expectEqual(
                row.cursor.flatMap { Timestamp(iso8601: $0) }, entry.cursor(from: model.start),
                "the cursor of \(row.key)")
        }
        try expectEqual(
            try await store.nextScheduleDue(),
            model.entries.values.filter { $0.isActive && !$0.isPaused }.compactMap(\.next).min(), "the next fire of all"
        )
    }

    /// What the store holds says the same as its answers: no instant is there twice.
    private func compareInstants(_ store: any JobStore) async throws {
        var found: Set<String> = []
        for row in try await store.jobs(matching: JobFilter(limit: 100_000)).map(\.row) where !byHand.contains(row.id) {
            let instant = "\(row.scheduleID ?? 0) \(row.scheduledAt?.iso8601 ?? "never")"
            try expect(found.insert(instant).inserted, "\(instant) was put in twice, the second time as job \(row.id)")
        }
    }

    // MARK: The end

    /// Calls all jobs off. What they should have asked for is asked for by those who come after them.
    private mutating func catchUp(_ store: any JobStore) async throws {
        let open = try await openJobs(store)
        for id in running.keys.sorted() {
            if let run = running[id] { try await end(store, run, .cancelled) }
        }
        running = [:]
        _ = try await store.cancel(open.sorted())
        for key in model.keys {
            var rounds = 0
            repeat {
                rounds += 1
                guard rounds < 1000 else { throw failure("\(key) does not catch up") }
                step += 1
                let answer = try await store.fireByHand(key, job: job(key, nil), actor: "walk")
                guard case .fired(.new(let id))? = answer else { throw failure("\(key) was not run: \(answer as Any)") }
                register(id, key)
                byHand.insert(id)
                let claimed = try await store.claim(ClaimRequest(worker: worker, limit: 9)).jobs
                try expectEqual(claimed.map(\.id), [id], "what is claimed at the end")
                try take(claimed[0])
                try await fill(store, claimed[0])
                try await end(store, claimed[0], .succeeded(JobResult()))
            } while model.entries[key]?.cursor(from: model.start) != now
        }
    }

    /// Jobs that have not ended for schedules.
    func openJobs(_ store: any JobStore) async throws -> Set<JobID> {
        let filter = JobFilter(states: [.waiting, .running, .quarantined], limit: 100_000)
        return Set(try await store.jobs(matching: filter).map(\.row.id))
    }
}
