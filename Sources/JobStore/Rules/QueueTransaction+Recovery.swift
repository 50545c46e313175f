package import JobModel

/// What a recovery found.
package struct Recovery: Sendable, Hashable {
    /// Jobs of dead workers that will run again.
    package var requeued = 0
    /// Jobs that crashed their worker too often.
    package var quarantined = 0

    package init() {}
}

extension QueueTransaction {
    /// Takes back the jobs of workers that are dead, forgets which tokens they held, and brings limits into what is
    /// possible now.
    ///
    /// - Parameters:
    ///   - isDead: Tells whether the worker can no longer write; a store with one worker at a time says yes to all.
    ///   - isForgotten: Tells whether a run's worker, which lives, knows nothing of it.
    package mutating func recover(
        isDead: (WorkerID) -> Bool, isForgotten: (RunFence) -> Bool = { _ in false }
    ) throws -> Recovery {
        var recovery = Recovery()
        try flushJobs()
        for var job in try tables.runningJobs() {
            load(job)
            guard let worker = job.worker, isDead(worker) || job.fence.map(isForgotten) ?? false else { continue }
            let run = job.run
            job.crashes += 1
            job.worker = nil
            var lane = try lane(job.laneID)
            // Whether the permit was used is not known.
            if job.holdsPermit { try charge(&lane, at: now) }
            job.holdsPermit = false
            lane.running = max(0, lane.running - 1)
            if job.cancelRequested, !job.isInDoubt {
                job.state = .cancelled
                job.finishedAt = now
                job.cancelRequested = false
            } else if job.crashes >= rules.crashLimit {
                job.state = .quarantined
                job.finishedAt = now
                let doubt =
                    job.isInDoubt
                    ? "It had begun a call that must not be repeated and whose answer never arrived: look whether it "
                        + "took effect. " : ""
                job.failure = JobFailure(
                    kind: "crashed",
                    message:
                        "The worker died \(job.crashes) times while this job ran. \(doubt)Find out why before you "
                        + "reopen it with 'spworker jobs retry \(job.id) --yes'.")
                recovery.quarantined += 1
            } else {
                job.state = .waiting
                job.isSuspect = true
                job.waitReason = .lost
                job.runAt = now
                recovery.requeued += 1
            }
            try save(job, before: .running)
            try tables.append(
                AttemptRow(
                    jobID: job.id, run: run, worker: worker, startedAt: job.startedAt, endedAt: now, outcome: "lost",
                    failure: job.failure, lastCall: lastCall(of: job)))
            save(lane)
            if let id = lane.authorizationID {
                var authorization = try authorization(id)
                authorization.running = max(0, authorization.running - 1)
                save(authorization)
            }
        }
        // They died with whoever held them.
        for worker in try tables.tokenHolders() where isDead(worker) { try tables.deleteTokens(of: worker) }
        try restoreLimits()
        try restoreCoolDowns()
        return recovery
    }

    /// The last call of the job's present run that a checkpoint told of.
    private func lastCall(of job: JobRow) -> LastCall? {
        guard let call = job.lastCall, let startedAt = job.startedAt, call.startedAt >= startedAt else { return nil }
        return call
    }

    /// Clamps limiter states after clock steps, charges permits whose use is unknown, and empties waiting lists: the number
    /// of runs per authorization may have changed with the configuration.
    ///
    /// Rows come many at a time: asking for each of them again took two fifths of a recovery of ten thousand lanes.
    private mutating func restoreLimits() throws {
        for stored in try tables.applicationLimiters() {
            memory.limiters.load(stored, id: stored.id)
            var row = try limiter(stored.id)
            row.limiter.restore(now: now)
            row.slot = min(row.slot, now)
            if row != stored { save(row) }
        }
        for stored in try tables.authorizations() {
            memory.authorizations.load(stored, id: stored.id)
            var row = try authorization(stored.id)
            row.waitingLanes = 0
            if let blocked = row.blockedUntil { row.blockedUntil = min(blocked, now + Limiter.longestBlock) }
            if row != stored { save(row) }
        }
        for stored in try tables.lanes() {
            memory.lanes.load(stored, id: stored.id)
            var row = try lane(stored.id)
            if row.running == 0 { row.limiter.restore(now: now) }
            row.waitingTurn = nil
            // Priorities and times are read anew: a crash may have lost a lane's last write, never a job's.
            try survey(&row)
            if row != stored { save(row) }
        }
    }
}
