package import JobModel

/// Whether a running job may make its next call.
package enum PermitAnswer: Sendable, Hashable {
    /// Yes: a permit is reserved.
    case granted
    /// Not before this instant.
    case wait(until: Timestamp)
    /// The run has lost its job and must stop.
    case lost
}

/// Something that happened during a call and that no run needs to wait for.
package enum CallNote: Sendable, Hashable {
    /// The request was written at this instant.
    case sent(RunFence, at: Timestamp)
    /// Amazon's rate header said so.
    case rate(RunFence, perSecond: Double)
    /// Amazon let a call beside the queue through; `rate` is what its rate header said.
    case accepted(LaneKey, rate: Double?)
    /// Amazon refused a call beside the queue for its rate. `unit` is a random number in `0 ..< 1` for jitter.
    case refused(LaneKey, unit: Double)
    /// Amazon's login was asked for a token.
    case exchanged
}

extension QueueTransaction {
    /// The job, if the fence still holds it.
    mutating func held(_ fence: RunFence) throws -> JobRow? {
        guard let job = try job(fence.job), job.isHeld(by: fence) else { return nil }
        return job
    }

    /// Reserves a permit of the job's lane for its next call.
    package mutating func permit(_ fence: RunFence) throws -> PermitAnswer {
        guard var job = try held(fence) else { return .lost }
        if job.holdsPermit { return .granted }
        var lane = try lane(job.laneID)
        var wakeAt = lane.limiter.availableAt(now: now, margin: rules.margin)
        var shared = try lane.applicationLimiterID.map { try limiter($0) }
        if let shared { wakeAt = max(wakeAt, shared.limiter.availableAt(now: now, margin: rules.margin)) }
        guard wakeAt <= now else { return .wait(until: wakeAt) }
        lane.limiter.reserve()
        if shared != nil {
            shared?.limiter.reserve()
            shared.map { save($0) }
        }
        try refresh(&lane)
        try saveYielding(lane)
        job.holdsPermit = true
        try save(job, before: .running)
        return .granted
    }

    /// Takes note of what happened in a call. A note of a run that lost its job still charges nothing.
    package mutating func note(_ note: CallNote) throws {
        switch note {
        case .sent(let fence, let instant):
            tally.add(to: .calls)
            guard var job = try held(fence), job.holdsPermit else { return }
            try charge(job, at: instant)
            job.holdsPermit = false
            try save(job, before: .running)
        case .rate(let fence, let rate):
            guard let job = try held(fence) else { return }
            var lane = try lane(job.laneID)
            try accepted(&lane, rate: rate)
        case .accepted(let key, let rate):
            guard var lane = try knownLane(key) else { return }
            try accepted(&lane, rate: rate)
        case .refused(let key, let unit):
            try refused(key, unit: unit)
        case .exchanged:
            tally.add(to: .exchanges)
        }
    }

    private mutating func accepted(_ lane: inout LaneRow, rate: Double?) throws {
        try accept(&lane)
        if let plan = rate.flatMap({ Limiter.learned(rate: $0, configured: lane.configured) }) {
            lane.limiter.change(to: plan, now: now)
            try refresh(&lane)
        }
        try saveYielding(lane)
    }

    /// Takes note of a call that was let through: the lane's limits start their pauses small again.
    private mutating func accept(_ lane: inout LaneRow) throws {
        lane.limiter.accept()
        guard let id = lane.applicationLimiterID else { return }
        var shared = try limiter(id)
        guard shared.limiter.refusals > 0 else { return }
        shared.limiter.accept()
        save(shared)
    }

    private mutating func charge(_ job: JobRow, at instant: Timestamp) throws {
        var lane = try lane(job.laneID)
        try charge(&lane, at: instant)
        if lane.nextAt != nil { try refresh(&lane) }
        try saveYielding(lane)
    }

    /// Charges a permit of the lane and of the application's limit.
    mutating func charge(_ lane: inout LaneRow, at instant: Timestamp) throws {
        lane.limiter.charge(at: instant)
        guard let id = lane.applicationLimiterID else { return }
        var shared = try limiter(id)
        shared.limiter.charge(at: instant)
        save(shared)
    }

    /// Writes down that a call which must not be repeated blindly is about to be made, and in the checkpoint's place
    /// what a later run must know of it; `nil` leaves the checkpoint. False when the job is lost.
    package mutating func beginDoubt(_ fence: RunFence, note: String?) throws -> Bool {
        guard var job = try held(fence) else { return false }
        job.isInDoubt = true
        job.checkpoint = note ?? job.checkpoint
        try save(job, before: .running)
        return true
    }

    /// Writes down how far the job has come, which settles doubt and clears suspicion unless it says that it keeps
    /// them. False when the job is lost.
    package mutating func checkpoint(_ fence: RunFence, _ checkpoint: Checkpoint) throws -> Bool {
        guard var job = try held(fence) else { return false }
        job.checkpoint = checkpoint.text
        job.progress = checkpoint.progress ?? job.progress
        job.lastCall = checkpoint.lastCall ?? job.lastCall
        if checkpoint.isStep { job.attempt = 0 }
        try record(checkpoint.outputs, of: job)
        var old = try lane(job.laneID)
        if !checkpoint.keepsDoubt {
            job.isInDoubt = false
            job.isSuspect = false
            job.crashes = 0
        }
        if old.limiter.refusals > 0, !checkpoint.keepsDoubt {
            try accept(&old)
            save(old)
        }
        if let key = checkpoint.lane {
            var new = try lane(
                key, plan: checkpoint.plan ?? old.configured, applicationRate: nil)
            // Making the new lane may have woken others, the old one among them.
            old = try lane(old.id)
            if new.id != old.id {
                if job.holdsPermit { try giveBackPermit(of: job, in: &old) }
                job.holdsPermit = false
                old.running = max(0, old.running - 1)
                try refresh(&old)
                save(old)
                new.running += 1
                save(new)
                job.laneID = new.id
            }
        }
        try save(job, before: .running)
        return true
    }

    /// Ends a run: the one write that decides what becomes of its job. False when the job was lost.
    package mutating func finish(_ end: RunEnd) throws -> Bool {
        guard var job = try held(end.fence) else { return false }
        try record(end.outputs, of: job)
        var lane = try lane(job.laneID)
        if job.holdsPermit { try giveBackPermit(of: job, in: &lane) }
        lane.running = max(0, lane.running - 1)
        if let throttle = end.throttle {
            tally.add(to: .refusedCalls)
            try refuse(throttle.scope, unit: throttle.unit, &lane)
        }
        if end.state == .succeeded { try accept(&lane) }

        let cancelled = job.cancelRequested && end.state == .waiting
        job.state = cancelled ? .cancelled : end.state
        job.waitReason = end.waitReason
        if end.countsAttempt {
            tally.add(to: .failedAttempts)
            job.attempt += 1
        }
        job.change { details in
            details.failure = end.state == .succeeded ? nil : (end.failure ?? details.failure)
            details.result = end.result ?? details.result
            details.lastCall = end.lastCall ?? details.lastCall
        }
        job.holdsPermit = false
        job.worker = nil
        if end.word != "interrupted" {
            // A run that came to its own end has not crashed anybody.
            job.isSuspect = false
            job.crashes = 0
        }
        if !leavesDoubt(end) { job.isInDoubt = false }
        if !job.state.isFinal {
            job.runAt = end.runAt ?? now
            if let deadline = job.deadline, deadline <= now {
                job.state = .failed
                job.failure = .deadlineExceeded(deadline)
            }
        }
        if job.isInDoubt, job.state == .failed || job.state == .cancelled {
            // A call that may have taken effect is a person's business, whatever else ended the job.
            job.state = .quarantined
            job.failure = .inDoubt
        }
        if job.state.isFinal {
            job.finishedAt = now
            job.cancelRequested = false
        }
        try save(job, before: .running)
        let schedule = job.state == .succeeded ? try advanceSchedule(by: job) : nil
        if job.state == .waiting { try announce(job, in: &lane) } else { try refresh(&lane) }
        save(lane)

        // The first success of a job tells nothing that its own row does not.
        if !(end.word == "succeeded" && job.run == 1) {
            try tables.append(
                AttemptRow(
                    jobID: job.id, run: end.fence.run, worker: end.fence.worker, startedAt: job.startedAt,
                    endedAt: now, outcome: job.state == .cancelled ? "cancelled" : end.word, failure: end.failure,
                    lastCall: end.lastCall))
        }
        if let id = lane.authorizationID {
            var authorization = try authorization(id)
            authorization.running = max(0, authorization.running - 1)
            let hasWaiters = authorization.waitingLanes > 0
            save(authorization)
            if hasWaiters { try wakeWaiters(of: id) }
        }
        // Last: it changes rows of which there are copies above.
        if let schedule { try beginChain(of: schedule, after: job) }
        return true
    }

    /// Whether a call whose answer is not known is still unknown after this end.
    ///
    /// A run that was stopped or failed cannot tell. Of other ends, only that of the run that made the call answers for
    /// it, unless it says that it has no answer: a later one that was throttled while it looked for traces of the call
    /// has found out nothing.
    private func leavesDoubt(_ end: RunEnd) -> Bool {
        switch end.state {
        case .succeeded: false
        // The last attempt that failed knows no more than those before it; a refusal does.
        case .failed: end.word == "failed"
        case .quarantined, .running, .cancelled: true
        case .waiting:
            switch end.waitReason {
            case .retry, .interrupted, .lost: true
            case .new, .snooze, .throttled, .parked: !end.isDurable || end.keepsDoubt
            }
        }
    }

    /// Returns an unused permit to the lane and to the application's limit.
    mutating func giveBackPermit(of job: JobRow, in lane: inout LaneRow) throws {
        lane.limiter.giveBack()
        if let id = lane.applicationLimiterID {
            var shared = try limiter(id)
            shared.limiter.giveBack()
            save(shared)
        }
    }

    /// Slows a limit that refused a call. `unit` is a random number in `0 ..< 1`.
    mutating func refuse(_ scope: ThrottleScope, unit: Double, _ lane: inout LaneRow) throws {
        func backoff(_ limiter: Limiter) -> Duration {
            // Half of the bound for certain, the other half by chance: the bucket is known to be empty.
            let bound = rules.throttlePolicy.bound(afterFailures: limiter.refusals + 1)
            return bound / 2 + .microseconds(Int64(Double(bound.microseconds) / 2 * unit))
        }
        if scope == .application, let id = lane.applicationLimiterID {
            var shared = try limiter(id)
            shared.limiter.refuse(now: now, backoff: backoff(shared.limiter))
            save(shared)
        } else {
            lane.limiter.refuse(now: now, backoff: backoff(lane.limiter))
        }
    }
}
