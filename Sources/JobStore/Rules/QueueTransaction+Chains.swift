package import JobModel

/// Chains: what follows the success of a schedule's job.
///
/// The success itself puts a job of the kind `chain` in, in its own transaction. That job makes the others, as many as the
/// result has items, and each part of them goes in together with the note of how far it has come. So nothing is left out or
/// doubled, whenever the worker dies. It carries the result with it: a chain may rest, or wait for its seller, for longer
/// than ended jobs are kept.
extension QueueTransaction {
    /// Puts in the job that makes what follows, if something does.
    mutating func beginChain(of row: ScheduleRow, after job: JobRow) throws {
        guard let chain = row.chain else { return }
        let key =
            try job.authorizationID.map { try self.authorization($0).key }
            ?? AuthorizationKey(application: row.application, seller: row.key.seller, region: row.key.region)
        let instant = job.scheduledAt ?? now
        let chainJob = try enqueue(
            NewJob(
                kind: ChainJob.kind, lane: LaneKey(authorization: key, operation: ChainJob.lane), plan: ChainJob.plan,
                authorization: key, operation: row.key.definition,
                parameters: #"{"job":\#(job.id),"scheduledAt":"\#(instant.iso8601)","then":\#(chain)}"#,
                body: job.result?.inline, options: ChainJob.options(path: job.result?.path), priority: job.priority))
        // A chain may rest for longer than outputs are kept.
        if job.result?.path != nil { try tables.keepOutputs(of: job.id, for: chainJob.id) }
    }

    /// Puts in jobs that follow another one, and writes down how far the chain has come. False when the chain's job is
    /// lost: nothing is written then.
    package mutating func follow(
        _ fence: RunFence, _ key: ScheduleKey, application: String, jobs: [NewJob], _ checkpoint: Checkpoint
    ) throws -> Bool {
        guard try held(fence) != nil else { return false }
        if !jobs.isEmpty {
            var row = try scheduleRow(key, application: application)
            for job in jobs { _ = try enqueue(job, of: &row) }
            try tables.update(row)
        }
        return try self.checkpoint(fence, checkpoint)
    }

    // MARK: Resting

    /// Lets a chain's job wait while the definition that it is to run is paused for the seller: in a lane of its own, which
    /// is paused until somebody resumes the definition. So it is labelled as paused, and a worker that drains its queue
    /// leaves it. True when the run is to end, because the job rests or is lost.
    package mutating func restChain(_ fence: RunFence, behind key: ScheduleKey) throws -> Bool {
        guard let job = try held(fence), let id = job.authorizationID else { return true }
        let owner = try authorization(id).key
        // The row must be there, or nobody would find the lane when the definition is resumed.
        guard try scheduleRow(key, application: owner.application).pauseReason != nil else { return false }
        let place = LaneKey(authorization: owner, operation: ChainJob.restingLane(key.definition))
        _ = try checkpoint(
            fence,
            Checkpoint(
                text: job.checkpoint, lane: place, plan: ChainJob.plan, isStep: false, isDurable: false,
                keepsDoubt: true))
        let lane = try lane(place, plan: ChainJob.plan, applicationRate: nil)
        try change(laneID: lane.id, .pause(ChainJob.pauseReason(key.definition)))
        return true
    }

    /// Lets go what rests because the row's definition was paused.
    mutating func endRest(of row: ScheduleRow) throws {
        let owner = AuthorizationKey(application: row.application, seller: row.key.seller, region: row.key.region)
        guard let authorization = try tables.authorization(key: owner),
            let stored = try tables.lane(
                applicationID: authorization.applicationID, authorizationID: authorization.id,
                operation: ChainJob.restingLane(row.key.definition)),
            // A change of the same transaction may not be in the table yet.
            try lane(stored.id).pauseReason == ChainJob.pauseReason(row.key.definition)
        else { return }
        try change(laneID: stored.id, .resume)
    }
}
