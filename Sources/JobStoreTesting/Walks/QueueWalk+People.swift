import JobModel
import JobStore
import Ports

extension QueueWalk {
    // MARK: People

    mutating func changeSeller(_ store: any JobStore) async throws {
        let keys = Set(model.lanes.keys.compactMap(\.authorization)).sorted { $0.description < $1.description }
        guard !keys.isEmpty else { return }
        let key = random.pick(keys)
        var seller = model.sellers[key] ?? QueueModel.Seller()
        switch random.below(5) {
        case 0:
            seller = QueueModel.Seller(isRevoked: true, isPaused: seller.isPaused)
            try await store.change(AuthorizationChange(key: key, state: random.pick([.revoked, .misconfigured])))
        case 1:
            let until = now + .milliseconds(random.below(5000))
            seller = QueueModel.Seller(isPaused: seller.isPaused, blockedUntil: until)
            try await store.change(AuthorizationChange(key: key, state: .suspect, blockedUntil: until))
        case 2:
            seller.isPaused.toggle()
            try await store.pause(key, reason: seller.isPaused ? "a walk" : nil, actor: "walk")
        default:
            seller = QueueModel.Seller(isPaused: seller.isPaused)
            try await store.change(AuthorizationChange(key: key, state: .active))
        }
        note("seller \(key): \(seller)")
        model.sellers[key] = seller
        // Released lanes start one after the other.
        for lane in model.lanes.keys where lane.authorization == key {
            model.rest(lane, sharedToo: false, until: now + .milliseconds(200))
        }
    }

    mutating func changeApplication(_ store: any JobStore) async throws {
        let name = random.pick(["main", "other"])
        // It comes back more often than it goes.
        let state = random.pick([ApplicationState.ok, .ok, .suspect, .stopped])
        note("application \(name) is \(state.word)")
        model.applications[name] = state
        try await store.change(
            ApplicationChange(
                application: name, state: state, blockedUntil: now + .milliseconds(random.below(5000)),
                pauses: random.below(3)))
    }

    mutating func changeLane(_ store: any JobStore) async throws {
        let lanes = try await store.lanes().map(\.lane)
        guard !lanes.isEmpty else { return }
        let lane = random.pick(lanes)
        let isPaused = model.lanes[lane.key]?.isPaused ?? false
        note("lane \(lane.key) \(isPaused ? "resumes" : "pauses")")
        model.lanes[lane.key]?.isPaused = !isPaused
        try await store.change(laneID: lane.id, isPaused ? .resume : .pause("a walk"))
    }

    mutating func replan(_ store: any JobStore) async throws {
        let keys = model.lanes.keys.sorted { $0.description < $1.description }
        guard !keys.isEmpty else { return }
        let key = random.pick(keys)
        guard let old = model.lanes[key]?.configured else { return }
        let plan = LanePlan(rate: random.pick([0.2, 0.5, 1, 4, 50]), burst: old.burst)
        guard plan != old else { return }
        let now = now
        note("replan \(key)")
        model.lanes[key]?.configured = plan
        model.lanes[key]?.truth.change(rate: plan.rate, now: now)
        model.lanes[key]?.ledger.change(rate: plan.rate, now: now)
        try await store.replan { $0 == key ? plan : nil }
    }

    mutating func cancelOrRetry(_ store: any JobStore) async throws {
        let ids = model.jobs.keys.sorted()
        guard !ids.isEmpty else { return }
        let id = random.pick(ids)
        guard let job = model.jobs[id] else { return }
        note("cancel or retry \(id)")
        if random.chance(0.5) {
            switch try await store.cancel([id])[0] {
            case .cancelled:
                try expect(job.state == .waiting || job.state == .quarantined, "a \(job.state.word) job was cancelled")
                model.jobs[id]?.state = .cancelled
            case .requested: model.jobs[id]?.cancelRequested = true
            case .ended(let state): try expectEqual(state, job.state, "the state of job \(id)")
            case .unknown: throw failure("job \(id) is gone")
            }
            return
        }
        let rival = job.uniqueKey.flatMap { model.holder(of: $0, seller: job.lane.authorization, except: id) }
        switch try await store.retry([id], confirmed: true)[0] {
        case .reopened(let droppedDeadline):
            try expectEqual(rival, nil, "a rival of the reopened job \(id)")
            var job = job
            (job.state, job.runAt, job.attempt, job.crashes, job.isSuspect) = (.waiting, now, 0, 0, false)
            let passed = job.deadline.flatMap { $0 <= now ? $0 : nil }
            try expectEqual(droppedDeadline, passed, "the deadline that job \(id) lost")
            if passed != nil { job.deadline = nil }
            model.jobs[id] = job
        case .open(let state): try expectEqual(state, job.state, "the state of job \(id)")
        case .succeeded: try expectEqual(job.state, .succeeded, "the state of job \(id)")
        case .duplicate(let other): try expectEqual(other, rival, "the rival of job \(id)")
        case .needsConfirmation, .unknown: throw failure("job \(id) cannot be reopened")
        }
    }

    mutating func prune(_ store: any JobStore) async throws {
        let retention = Retention(
            succeeded: .seconds(random.below(20)), failed: .seconds(random.below(40)),
            cancelled: .seconds(random.below(20)), maxJobs: random.pick([10, 40, 1000]))
        note("prune, at most \(retention.maxJobs)")
        let expected = model.prune(retention, now: now)
        try expectEqual(try await store.prune(retention), expected, "the jobs that went")
    }

    // MARK: The end

    /// Lifts every obstacle; then time alone must bring every job to its end.
    mutating func finishEverything(_ store: any JobStore) async throws {
        for key in Set(model.lanes.keys.compactMap(\.authorization)) {
            try await store.change(AuthorizationChange(key: key, state: .active))
            try await store.pause(key, reason: nil, actor: "walk")
        }
        for name in model.applications.keys.sorted() {
            try await store.change(ApplicationChange(application: name, state: .ok))
        }
        for record in try await store.lanes() { try await store.change(laneID: record.lane.id, .resume) }
        model.sellers = [:]
        model.applications = [:]
        for key in model.lanes.keys {
            model.lanes[key]?.isPaused = false
            model.rest(key, sharedToo: false, until: now + .milliseconds(200))
        }
        var rounds = 0
        while true {
            rounds += 1
            guard rounds < 5000 else { throw failure("the queue does not come to an end") }
            while let (id, _) = runningJob() {
                if model.jobs[id]?.holdsPermit ?? false, random.chance(0.9) { try sendAll(store) }
                try await finish(store, .succeeded(JobResult()))
            }
            try await claim(store, limit: 1 + random.below(20))
            if !model.runningIDs.isEmpty { continue }
            guard let due = try await store.claim(ClaimRequest(worker: worker, limit: 0)).nextDue else { break }
            if due > now { advance(by: due - now) }
        }
        for (id, job) in model.jobs where !job.state.isFinal {
            throw failure("nothing is due any more, but job \(id) of \(job.lane) is \(job.state.word)")
        }
    }

    private mutating func sendAll(_ store: any JobStore) throws {
        for id in model.runningIDs where model.jobs[id]?.holdsPermit ?? false {
            guard let run = model.jobs[id]?.run else { continue }
            store.note(.sent(run.fence, at: now))
            if let overdrawn = model.send(id, now: now) { throw failure("one call too many for \(overdrawn)") }
        }
    }
}
