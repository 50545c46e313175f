import JobModel

// A run begins.
extension QueueTransaction {
    /// Adds runs that were started to those of the lane's authorization.
    mutating func countRuns(_ count: Int, of lane: LaneRow) throws {
        guard count > 0, let id = lane.authorizationID else { return }
        var authorization = try authorization(id)
        authorization.running += count
        save(authorization)
    }

    /// Marks the job as running and reserves a permit for its first call. The caller counts its authorization's runs.
    mutating func start(
        _ job: JobRow, _ content: JobContent, in lane: inout LaneRow, for worker: WorkerID
    ) throws -> ClaimedJob {
        load(job)
        var job = job
        job.state = .running
        job.run += 1
        job.worker = worker
        job.startedAt = now
        job.holdsPermit = true
        job.cancelRequested = false
        let schedule = try job.scheduleID.flatMap { try tables.schedule(id: $0) }
        if let schedule, job.isTemplate { job.cursorEdition = schedule.cursorEdition }
        try save(job, before: .waiting)
        lane.running += 1
        lane.limiter.reserve()
        if let id = lane.applicationLimiterID {
            var shared = try limiter(id)
            shared.limiter.reserve()
            save(shared)
        }
        return ClaimedJob(
            fence: RunFence(job: job.id, run: job.run, worker: worker), kind: job.kind, lane: lane.key,
            authorization: lane.key.authorization, operation: job.operation, parameters: content.parameters,
            body: content.body, options: content.options, output: content.output, attempt: job.attempt,
            maxAttempts: job.maxAttempts, deadline: job.deadline, createdAt: job.createdAt,
            checkpoint: job.checkpoint, isInDoubt: job.isInDoubt, schedule: schedule?.run(of: job),
            dueAt: max(job.runAt, job.createdAt))
    }
}
