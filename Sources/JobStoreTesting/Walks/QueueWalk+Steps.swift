import JobModel
import JobStore

extension QueueWalk {
    // MARK: Runs

    mutating func claim(_ store: any JobStore, limit: Int) async throws {
        note("claim \(limit)")
        model.expire(now: now)
        let claim = try await store.claim(ClaimRequest(worker: worker, limit: limit))
        try expect(claim.jobs.count <= limit, "\(claim.jobs.count) jobs for \(limit) slots")
        for claimed in claim.jobs {
            guard let job = model.jobs[claimed.id] else { throw failure("job \(claimed.id) was never put in") }
            if let obstacle = model.obstacle(job, now: now) { throw failure("job \(claimed.id) runs although \(obstacle)") }
            try expectEqual(claimed.lane, job.lane, "the lane of job \(claimed.id)")
            try expectEqual(claimed.attempt, job.attempt, "failed attempts of job \(claimed.id)")
            if job.isSuspect {
                let others = model.jobs.values.count { $0.state == .running && $0.isSuspect }
                try expectEqual(others, 0, "suspects that run beside job \(claimed.id)")
            }
            model.jobs[claimed.id]?.state = .running
            model.jobs[claimed.id]?.run = claimed
            model.jobs[claimed.id]?.holdsPermit = true
            let runs = model.runs(of: job.lane.authorization)
            try expect(runs <= rules.perAuthorization, "\(runs) runs of \(job.lane)")
        }
        if claim.jobs.count < limit {
            let forgotten = model.forgottenJob(now: now, perAuthorization: rules.perAuthorization, margin: rules.margin)
            if let forgotten { throw failure("job \(forgotten) of \(model.jobs[forgotten]?.lane as Any) is forgotten") }
        }
    }

    mutating func send(_ store: any JobStore) throws {
        guard let (id, run) = runningJob(withPermit: true) else { return }
        note("send \(id)")
        store.note(.sent(run.fence, at: now))
        if let overdrawn = model.send(id, now: now) { throw failure("a call of \(id) is one too many for \(overdrawn)") }
    }

    mutating func permit(_ store: any JobStore) async throws {
        guard let (id, run) = runningJob(withPermit: false) else { return }
        note("permit \(id)")
        switch try await store.permit(run.fence) {
        case .granted: model.jobs[id]?.holdsPermit = true
        case .wait(let until): try expect(until > now, "a permit is due at \(until) and was not given")
        case .lost: throw failure("the run of job \(id) was lost")
        }
    }

    mutating func finish(_ store: any JobStore, _ outcome: Outcome) async throws {
        guard let (id, run) = runningJob() else { return }
        note("finish \(id)")
        let end = RunEnd(
            outcome, of: run, now: now, policy: RetryPolicy(), unit: random.unit(), isDurable: random.chance(0.1))
        try expect(try await store.finish(end), "the run of job \(id) was lost")
        model.finish(id, outcome, runAt: end.runAt, now: now)
        try expect(!(try await store.finish(end)), "the run of job \(id) ended twice")
    }

    mutating func learn(_ store: any JobStore) {
        guard let (id, run) = runningJob(), let lane = model.jobs[id]?.lane else { return }
        let rate = random.pick([0.05, 0.25, 1, 2, 10, 1000])
        note("learn \(rate) for \(lane)")
        store.note(.rate(run.fence, perSecond: rate))
        changeRate(lane, header: rate)
    }

    private mutating func changeRate(_ lane: LaneKey, header: Double) {
        guard let configured = model.lanes[lane]?.configured.rate else { return }
        let rate = min(max(header, configured / 10), configured * 10)
        model.lanes[lane]?.truth.change(rate: rate, now: now)
        model.lanes[lane]?.ledger.change(rate: rate, now: now)
    }

    mutating func checkpoint(_ store: any JobStore) async throws {
        guard let (id, run) = runningJob(), let old = model.jobs[id]?.lane, let key = old.authorization else { return }
        let others = model.lanes.keys.filter { $0.authorization == key }.sorted { $0.operation < $1.operation }
        let lane = random.pick(others)
        note("checkpoint \(id) \(lane)")
        let checkpoint = Checkpoint(text: "at \(now)", lane: lane, plan: model.lanes[lane]?.configured, isDurable: false)
        try expect(try await store.checkpoint(run.fence, checkpoint), "the run of job \(id) was lost")
        model.jobs[id]?.isSuspect = false
        model.jobs[id]?.crashes = 0
        model.jobs[id]?.lane = lane
        if lane != old { model.jobs[id]?.holdsPermit = false }
    }

    mutating func crash(_ store: any JobStore) async throws {
        note("crash")
        for id in model.runningIDs {
            guard let job = model.jobs[id] else { continue }
            if job.holdsPermit {
                // Nobody knows whether the request was written.
                if random.chance(0.5) {
                    if let overdrawn = model.send(id, now: now) { throw failure("one call too many for \(overdrawn)") }
                } else {
                    _ = model.lanes[job.lane]?.ledger.send(at: now)
                }
            }
            model.jobs[id]?.holdsPermit = false
            model.jobs[id]?.run = nil
            model.jobs[id]?.crashes += 1
            model.jobs[id]?.runAt = now
            model.jobs[id]?.isSuspect = true
            let isLast = job.crashes + 1 >= rules.crashLimit
            model.jobs[id]?.state = job.cancelRequested ? .cancelled : isLast ? .quarantined : .waiting
            model.jobs[id]?.cancelRequested = false
        }
        workers += 1
        _ = try await store.recover(as: worker)
    }

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
        let isStopped = model.stoppedApplications.contains(name)
        note("application \(name) \(isStopped ? "starts" : "stops")")
        if isStopped { model.stoppedApplications.remove(name) } else { model.stoppedApplications.insert(name) }
        try await store.change(ApplicationChange(application: name, state: isStopped ? .ok : .stopped))
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
        case .reopened:
            try expectEqual(rival, nil, "a rival of the reopened job \(id)")
            var job = job
            (job.state, job.runAt, job.attempt, job.crashes, job.isSuspect) = (.waiting, now, 0, 0, false)
            if let deadline = job.deadline, deadline <= now { job.deadline = nil }
            model.jobs[id] = job
        case .open(let state): try expectEqual(state, job.state, "the state of job \(id)")
        case .succeeded: try expectEqual(job.state, .succeeded, "the state of job \(id)")
        case .duplicate(let other): try expectEqual(other, rival, "the rival of job \(id)")
        case .needsConfirmation, .unknown: throw failure("job \(id) cannot be reopened")
        }
    }

    // MARK: The end

    /// Lifts every obstacle; then time alone must bring every job to its end.
    mutating func finishEverything(_ store: any JobStore) async throws {
        for key in Set(model.lanes.keys.compactMap(\.authorization)) {
            try await store.change(AuthorizationChange(key: key, state: .active))
            try await store.pause(key, reason: nil, actor: "walk")
        }
        for name in model.stoppedApplications { try await store.change(ApplicationChange(application: name, state: .ok)) }
        for record in try await store.lanes() { try await store.change(laneID: record.lane.id, .resume) }
        model.sellers = [:]
        model.stoppedApplications = []
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

    private func failure(_ message: String) -> ConformanceFailure {
        ConformanceFailure(message: message, file: #fileID, line: #line)
    }
}
