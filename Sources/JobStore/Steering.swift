package import JobModel

/// What people do to a queue. A change and the event that tells of it are one transaction: neither is there without the
/// other.
package protocol Steering: Sendable {
    /// Puts jobs in, all or none, in order. Survives a power cut once it returns.
    func enqueue(_ jobs: [NewJob], telling deed: DeedTelling<[Enqueued]>?) async throws -> [Enqueued]
    /// Calls jobs off. Survives a power cut.
    func cancel(_ ids: [JobID], telling deed: DeedTelling<[CancelAnswer]>?) async throws -> [CancelAnswer]
    /// Reopens jobs. Survives a power cut.
    func retry(_ ids: [JobID], confirmed: Bool, telling deed: DeedTelling<[RetryAnswer]>?) async throws -> [RetryAnswer]
    /// Changes lanes, all or none. Survives a power cut.
    ///
    /// - Throws: When one of them is not there.
    func change(lanes ids: [Int64], _ action: LaneAction, telling deed: Deed?) async throws
    /// Makes rejected inbox rows new again. Survives a power cut.
    func retryInbox(_ ids: [Int64], telling deed: DeedTelling<[InboxRetryAnswer]>?) async throws -> [InboxRetryAnswer]
    /// Makes all inbox rows that have been rejected so far new again, in chunks, each of which is told by itself.
    /// Returns how many. Survives a power cut.
    func retryRejectedInbox(telling deed: DeedTelling<Int>?) async throws -> Int
    /// Asks a worker, or whichever sees it first, for something and wakes it; returns the request's number. `argument`
    /// is a JSON object. Survives a power cut when there is something to tell.
    func ask(_ verb: String, argument: String, of worker: WorkerID?, telling deed: Deed?) async throws -> Int64
}

/// Makes of what became of a change what the history tells of it: `nil` tells nothing, as when nothing was changed.
///
/// It is called in the change's transaction, and again when that is repeated; so it only reckons.
package typealias DeedTelling<Answer> = @Sendable (Answer) -> Deed?

// The same when there is nothing to tell: what workers, schedules and tests do.
extension Steering {
    /// Puts jobs in, all or none, in order. Survives a power cut once it returns.
    package func enqueue(_ jobs: [NewJob]) async throws -> [Enqueued] { try await enqueue(jobs, telling: nil) }

    /// Calls jobs off.
    package func cancel(_ ids: [JobID]) async throws -> [CancelAnswer] { try await cancel(ids, telling: nil) }

    /// Reopens jobs.
    package func retry(_ ids: [JobID], confirmed: Bool) async throws -> [RetryAnswer] {
        try await retry(ids, confirmed: confirmed, telling: nil)
    }

    /// Changes one lane.
    package func change(laneID: Int64, _ action: LaneAction) async throws {
        try await change(lanes: [laneID], action, telling: nil)
    }

    /// Makes rejected inbox rows new again.
    package func retryInbox(_ ids: [Int64]) async throws -> [InboxRetryAnswer] {
        try await retryInbox(ids, telling: nil)
    }

    /// Makes all inbox rows that have been rejected so far new again; returns how many.
    package func retryRejectedInbox() async throws -> Int { try await retryRejectedInbox(telling: nil) }

    /// Asks a worker, or whichever sees it first, for something.
    package func ask(_ verb: String, argument: String = "{}", of worker: WorkerID? = nil) async throws -> Int64 {
        try await ask(verb, argument: argument, of: worker, telling: nil)
    }
}
