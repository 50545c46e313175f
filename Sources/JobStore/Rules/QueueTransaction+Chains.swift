package import JobModel

/// Chains: what follows the success of a schedule's job.
///
/// The success itself puts a job of the kind `chain` in, in its own transaction. That job makes the others, as many as the
/// result has items, and each part of them goes in together with the note of how far it has come. So nothing is left out or
/// doubled, whenever the worker dies.
extension QueueTransaction {
    /// Puts in the job that makes what follows, if something does.
    mutating func beginChain(of row: ScheduleRow, after job: JobRow) throws {
        guard let chain = row.chain else { return }
        let key =
            try job.authorizationID.map { try self.authorization($0).key }
            ?? AuthorizationKey(application: row.application, seller: row.key.seller, region: row.key.region)
        let instant = job.scheduledAt ?? now
        _ = try enqueue(
            NewJob(
                kind: ChainJob.kind, lane: LaneKey(authorization: key, operation: ChainJob.lane), plan: ChainJob.plan,
                authorization: key, operation: row.key.definition,
                parameters: #"{"job":\#(job.id),"scheduledAt":"\#(instant.iso8601)","then":\#(chain)}"#,
                priority: job.priority))
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
}
