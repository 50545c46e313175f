package import JobModel

extension QueueTransaction {
    /// Puts a job in, unless an open one has its unique key.
    ///
    /// - Parameter scheduleID: The row of the schedule that puts it in.
    package mutating func enqueue(_ job: NewJob, scheduleID: Int64? = nil) throws -> Enqueued {
        if let key = job.uniqueKey {
            let authorizationID = try job.authorization.map { try self.authorizationID($0) }
            try flushJobs()
            if let open = try tables.openJob(authorizationID: authorizationID, uniqueKey: key) {
                return .duplicate(open)
            }
            if let window = job.uniqueFor,
                let ended = try tables.endedJob(
                    authorizationID: authorizationID, uniqueKey: key, since: now - window)
            {
                return .duplicate(ended)
            }
        }
        var lane = try lane(job.lane, plan: job.plan, applicationRate: job.applicationRate)
        let authorizationID = try authorizationID(of: job, in: lane)
        var row = JobRow(
            id: JobID(0), kind: job.kind, laneID: lane.id, authorizationID: authorizationID, operation: job.operation,
            priority: min(max(job.priority, 0), 9), runAt: max(job.runAt ?? now, .distantPast),
            maxAttempts: max(1, job.maxAttempts), createdAt: now)
        row.deadline = job.deadline
        row.uniqueKey = job.uniqueKey
        if let scheduleID {
            row.scheduleID = scheduleID
            row.scheduledAt = job.scheduledAt
            row.isTemplate = job.isTemplate
        }
        row.id = try tables.insert(
            row,
            JobContent(parameters: job.parameters, body: job.body, options: job.options, output: job.output))
        countChanges[.waiting, default: 0] += 1
        tally.add(to: .enqueued)
        try announce(row, in: &lane)
        save(lane)
        return .new(row.id)
    }

    /// The number of the authorization under which the job runs: mostly its lane's, which is known.
    private mutating func authorizationID(of job: NewJob, in lane: LaneRow) throws -> Int64? {
        guard let authorization = job.authorization else { return nil }
        return authorization == lane.key.authorization ? lane.authorizationID : try authorizationID(authorization)
    }

    /// Puts in what the stream yields until it yields `nil`. When it throws, the tables' transaction must be rolled back.
    package mutating func enqueue(stream: () throws -> NewJob?) throws -> BulkEnqueued {
        var counts = BulkEnqueued()
        while let job = try stream() { counts.add(try enqueue(job)) }
        return counts
    }

    /// Sets the plans of lanes that exist already, as after a change of the configuration.
    ///
    /// - Parameter plan: The plan of a lane by configuration, or `nil` to leave it as it is.
    package mutating func replan(_ plan: (LaneKey) -> LanePlan?) throws {
        memory.placedLanes = [:]
        for stored in try tables.lanes() {
            guard let plan = plan(stored.key), plan != stored.configured else { continue }
            var lane = try lane(stored.id)
            lane.configured = plan
            lane.limiter.change(to: plan, now: now)
            try refresh(&lane)
            try saveYielding(lane)
        }
    }
}
