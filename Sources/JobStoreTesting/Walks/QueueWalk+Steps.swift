import JobModel
import JobStore
import Ports

extension QueueWalk {
    // MARK: Runs

    mutating func claim(_ store: any JobStore, limit: Int) async throws {
        note("claim \(limit)")
        model.expire(now: now)
        let claim = try await store.claim(ClaimRequest(worker: worker, limit: limit))
        try expect(claim.jobs.count <= limit, "\(claim.jobs.count) jobs for \(limit) slots")
        for claimed in claim.jobs {
            guard let job = model.jobs[claimed.id] else { throw failure("job \(claimed.id) was never put in") }
            if let obstacle = model.obstacle(job, now: now) {
                throw failure("job \(claimed.id) runs although \(obstacle)")
            }
            try expectEqual(claimed.lane, job.lane, "the lane of job \(claimed.id)")
            try expectEqual(claimed.attempt, job.attempt, "failed attempts of job \(claimed.id)")
            if job.isSuspect {
                let others = model.jobs.values.count { $0.state == .running && $0.isSuspect }
                try expectEqual(others, 0, "suspects that run beside job \(claimed.id)")
            }
            model.jobs[claimed.id]?.state = .running
            model.jobs[claimed.id]?.run = claimed
            model.jobs[claimed.id]?.holdsPermit = true
            guard let key = job.lane.authorization else { continue }
            let runs = model.runs(of: key)
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
        if let overdrawn = model.send(id, now: now) {
            throw failure("a call of \(id) is one too many for \(overdrawn)")
        }
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
            outcome, of: run, attempt: model.jobs[id]?.attempt, now: now, policy: RetryPolicy(), unit: random.unit(),
            isDurable: random.chance(0.1))
        try expect(try await store.finish(end), "the run of job \(id) was lost")
        model.finish(id, outcome, runAt: end.runAt, now: now)
        try expect(!(try await store.finish(end)), "the run of job \(id) ended twice")
    }

    mutating func learn(_ store: any JobStore) async throws {
        guard let (id, run) = runningJob(), let lane = model.jobs[id]?.lane else { return }
        let rate = random.pick([0.05, 0.25, 1, 2, 10, 1000])
        note("learn \(rate) for \(lane)")
        store.note(.rate(run.fence, perSecond: rate))
        // Notes are taken at the store's next write: let that be now.
        _ = try await store.cancel([])
        changeRate(lane, header: rate)
    }

    private mutating func changeRate(_ lane: LaneKey, header: Double) {
        let now = now
        guard let configured = model.lanes[lane]?.configured.rate else { return }
        let rate = min(max(header, configured / 10), configured * 10)
        model.lanes[lane]?.truth.change(rate: rate, now: now)
        model.lanes[lane]?.ledger.change(rate: rate, now: now)
    }

    mutating func checkpoint(_ store: any JobStore) async throws {
        guard let (id, run) = runningJob(), let old = model.jobs[id]?.lane, let key = old.authorization else { return }
        let others = model.lanes.keys.filter { $0.authorization == key }.sorted { $0.operation < $1.operation }
        let lane = random.pick(others)
        let isStep = random.chance(0.5)
        note("checkpoint \(id) \(lane)\(isStep ? ", a step" : "")")
        let checkpoint = Checkpoint(
            text: "at \(now)", lane: lane, plan: model.lanes[lane]?.configured, isStep: isStep, isDurable: false)
        try expect(try await store.checkpoint(run.fence, checkpoint), "the run of job \(id) was lost")
        model.jobs[id]?.isSuspect = false
        model.jobs[id]?.crashes = 0
        if isStep { model.jobs[id]?.attempt = 0 }
        model.jobs[id]?.lane = lane
        if lane != old { model.jobs[id]?.holdsPermit = false }
    }

    mutating func crash(_ store: any JobStore) async throws {
        let now = now
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

    func failure(_ message: String) -> ConformanceFailure {
        ConformanceFailure(message: message, file: #fileID, line: #line)
    }
}
