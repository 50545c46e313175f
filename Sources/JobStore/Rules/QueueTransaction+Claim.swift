package import JobModel

/// What a claim asks for.
package struct ClaimRequest: Sendable, Hashable {
    /// The worker that will run the jobs.
    package var worker: WorkerID
    /// Its free run slots.
    package var limit: Int

    package init(worker: WorkerID, limit: Int) {
        self.worker = worker
        self.limit = limit
    }
}

/// What a claim yields.
package struct Claim: Sendable, Hashable {
    /// The jobs, each with one permit of its lane reserved.
    package var jobs: [ClaimedJob]
    /// The earliest instant at which another claim can yield something by time alone, `nil` when an event must come first.
    package var nextDue: Timestamp?

    package init(jobs: [ClaimedJob] = [], nextDue: Timestamp? = nil) {
        self.jobs = jobs
        self.nextDue = nextDue
    }
}

extension QueueTransaction {
    /// How many jobs past their deadline one claim fails.
    private var expiryBatch: Int { 200 }
    /// How many lanes without a due urgent job one claim passes over in its search for urgent ones.
    private var fruitlessLimit: Int { 64 }
    /// How many suspects one claim looks at: more than crash together, since each runs alone.
    private var suspectBatch: Int { 500 }

    /// Takes jobs for a worker: suspects one at a time, then lanes with urgent jobs for a quarter of the batch, then every
    /// application's lanes in turn.
    package mutating func claim(_ request: ClaimRequest) throws -> Claim {
        try expire(limit: expiryBatch)
        var jobs: [ClaimedJob] = []
        if request.limit > 0 {
            try flushRows()
            try claimSuspect(for: request.worker, into: &jobs)
            try flushRows()
            let running = try tables.applications().filter(\.runsGrantless)
            let urgent = max(1, request.limit / 4)
            try serve(running, for: request.worker, urgentOnly: true, upTo: urgent, into: &jobs)
            try serve(running, for: request.worker, urgentOnly: false, upTo: request.limit, into: &jobs)
        }
        try flushRows()
        return Claim(jobs: jobs, nextDue: try nextDue())
    }

    /// Visits due lanes of all the applications in turn until `limit` jobs are taken or nothing is due.
    private mutating func serve(
        _ applications: [ApplicationRow], for worker: WorkerID, urgentOnly: Bool, upTo limit: Int,
        into jobs: inout [ClaimedJob]
    ) throws {
        var fruitless: Set<Int64> = []
        while jobs.count < limit {
            try flushRows()
            var due: [DueLane] = []
            for application in applications {
                due += try tables.dueLanes(
                    applicationID: application.id, grantlessOnly: !application.isRunnable, now: now,
                    urgentOnly: urgentOnly, limit: limit - jobs.count)
            }
            // One order over all applications: none comes first because its number is lower.
            if applications.count > 1 {
                due.sort { ($0.nextAt, $0.turn, $0.id) < ($1.nextAt, $1.turn, $1.id) }
            }
            var progressed = false
            for stored in due where jobs.count < limit {
                let before = jobs.count
                let isStillDue = try visit(
                    stored.id, for: worker, room: limit - before, urgentOnly: urgentOnly, into: &jobs)
                if jobs.count > before || !isStillDue {
                    progressed = true
                } else if fruitless.count < fruitlessLimit {
                    // An urgent job of the future: the lane has gone to the end, and others wait behind it.
                    progressed = fruitless.insert(stored.id).inserted || progressed
                }
            }
            if !progressed { return }
        }
    }

    /// Takes a few jobs from one due lane and decides when it is due again. Returns whether it is due still.
    private mutating func visit(
        _ laneID: Int64, for worker: WorkerID, room: Int, urgentOnly: Bool, into jobs: inout [ClaimedJob]
    ) throws -> Bool {
        var lane = try lane(laneID)
        // Lanes that share a limit take one permit each. Whoever came late and found several would take those of the lanes
        // behind it, which would then wait for another round.
        var allowed = lane.applicationLimiterID == nil ? min(room, rules.perVisit) : min(room, 1)
        var hasWaiters = false
        if let id = lane.authorizationID {
            var authorization = try authorization(id)
            hasWaiters = authorization.waitingLanes > 0
            let free = rules.perAuthorization - authorization.running
            if free <= 0 {
                try waitForRoom(&lane, &authorization)
                save(authorization)
                save(lane)
                return isDue(lane)
            }
            allowed = min(allowed, free)
        }
        allowed = lane.limiter.grantable(now: now, limit: allowed, margin: rules.margin)
        if allowed > 0, let shared = try grantableByApplication(&lane, limit: allowed) { allowed = shared }

        var taken = 0
        var others: LaneHorizon?
        if allowed > 0 {
            let head = try tables.head(laneID: laneID, now: now, limit: allowed)
            for job in head.due {
                if urgentOnly, job.row.priority > 0 { break }
                jobs.append(try start(job.row, job.content, in: &lane, for: worker))
                taken += 1
            }
            if taken == head.due.count { others = head.others }
        }
        try countRuns(taken, of: lane)
        if urgentOnly, taken == 0, allowed > 0 {
            // Its urgent job lies in the future: it keeps its place among the others, and is no longer asked first.
            lane.hasUrgent = false
            save(lane)
            return isDue(lane)
        }
        lane.turn = try tables.nextTurn()
        if let others { try survey(&lane, others) } else { try survey(&lane) }
        // Served lanes go behind those that have been due for longer.
        if let nextAt = lane.nextAt { lane.nextAt = max(nextAt, now) }
        save(lane)
        guard hasWaiters, let id = lane.authorizationID else { return isDue(lane) }
        try wakeWaiters(of: id)
        return isDue(try self.lane(laneID))
    }

    private func isDue(_ lane: LaneRow) -> Bool { lane.nextAt.map { $0 <= now } ?? false }

    /// How many permits the application's limit leaves, or `nil` when there is no such limit. A lane that comes too early
    /// is given the next free slot, so that many lanes that share a limit do not all come back at once.
    private mutating func grantableByApplication(_ lane: inout LaneRow, limit: Int) throws -> Int? {
        guard let id = lane.applicationLimiterID else { return nil }
        var shared = try limiter(id)
        let granted = shared.limiter.grantable(now: now, limit: limit, margin: rules.margin)
        if granted == 0 {
            let free = shared.limiter.availableAt(now: now, margin: rules.margin)
            shared.slot = max(max(shared.slot + shared.limiter.plan.interval, free), now + .microseconds(1))
            lane.nextAt = shared.slot
            save(shared)
        }
        return granted
    }

    /// Takes one suspect if none runs and its lane allows: a job that crashes its worker must do so alone.
    private mutating func claimSuspect(for worker: WorkerID, into jobs: inout [ClaimedJob]) throws {
        guard try tables.runningSuspects() == 0 else { return }
        for job in try tables.waitingSuspects(limit: suspectBatch) {
            // They come earliest first.
            if job.runAt > now { return }
            guard let wakeAt = try suspectWakeTime(job), wakeAt <= now else { continue }
            var lane = try lane(job.laneID)
            let content =
                try tables.content(of: job.id) ?? JobContent(parameters: "{}", body: nil, options: "{}", output: nil)
            jobs.append(try start(job, content, in: &lane, for: worker))
            try countRuns(1, of: lane)
            try refresh(&lane)
            try saveYielding(lane)
            return
        }
    }

    /// When the suspect can be claimed by time alone; `nil` when something must happen first.
    private mutating func suspectWakeTime(_ job: JobRow) throws -> Timestamp? {
        let lane = try lane(job.laneID)
        guard lane.pauseReason == nil, try application(lane.applicationID).runs(lane) else { return nil }
        var wakeAt = max(job.runAt, lane.limiter.availableAt(now: now, margin: rules.margin))
        if let shared = lane.applicationLimiterID {
            wakeAt = max(wakeAt, try limiter(shared).limiter.availableAt(now: now, margin: rules.margin))
        }
        if let authorization = try authorization(of: lane) {
            guard !authorization.isParked, authorization.running < rules.perAuthorization else { return nil }
            wakeAt = max(wakeAt, authorization.blockedUntil ?? wakeAt)
        }
        return wakeAt
    }

    /// The earliest instant at which time alone makes something claimable or late.
    private mutating func nextDue() throws -> Timestamp? {
        var earliest = try tables.nextDeadline()
        for application in try tables.applications() where application.runsGrantless {
            let due = try tables.nextDue(applicationID: application.id, grantlessOnly: !application.isRunnable)
            if let due { earliest = min(earliest ?? due, due) }
        }
        if try tables.runningSuspects() == 0 {
            for job in try tables.waitingSuspects(limit: suspectBatch) {
                if let due = try suspectWakeTime(job) { earliest = min(earliest ?? due, due) }
            }
        }
        return earliest
    }

    /// Fails waiting jobs whose deadline has passed, parked and paused ones too.
    mutating func expire(limit: Int) throws {
        try flushJobs()
        for var job in try tables.expiredJobs(now: now, limit: limit) {
            guard let deadline = job.deadline else { continue }
            load(job)
            // A call that may have taken effect is a person's business, late or not.
            job.state = job.isInDoubt ? .quarantined : .failed
            job.finishedAt = now
            job.failure = job.isInDoubt ? .inDoubt : .deadlineExceeded(deadline)
            try save(job, before: .waiting)
            try tables.append(
                AttemptRow(
                    jobID: job.id, run: job.run, worker: nil, startedAt: nil, endedAt: now,
                    outcome: job.isInDoubt ? "quarantine" : "fail", failure: job.failure))
        }
    }
}
