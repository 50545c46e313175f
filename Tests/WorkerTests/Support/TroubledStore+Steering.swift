import JobModel
import JobStore

extension TroubledStore {
    func enqueue(_ jobs: [NewJob], telling deed: DeedTelling<[Enqueued]>?) async throws -> [Enqueued] {
        try await inner.enqueue(jobs, telling: deed)
    }

    func cancel(_ ids: [JobID], telling deed: DeedTelling<[CancelAnswer]>?) async throws -> [CancelAnswer] {
        try await inner.cancel(ids, telling: deed)
    }

    func retry(
        _ ids: [JobID], confirmed: Bool, telling deed: DeedTelling<[RetryAnswer]>?
    ) async throws -> [RetryAnswer] {
        try await inner.retry(ids, confirmed: confirmed, telling: deed)
    }

    func change(lanes ids: [Int64], _ action: LaneAction, telling deed: Deed?) async throws {
        try await inner.change(lanes: ids, action, telling: deed)
    }

    func retryInbox(
        _ ids: [Int64], telling deed: DeedTelling<[InboxRetryAnswer]>?
    ) async throws -> [InboxRetryAnswer] {
        try await inner.retryInbox(ids, telling: deed)
    }

    func retryRejectedInbox(telling deed: DeedTelling<Int>?) async throws -> Int {
        try await inner.retryRejectedInbox(telling: deed)
    }

    func ask(_ verb: String, argument: String, of worker: WorkerID?, telling deed: Deed?) async throws -> Int64 {
        try await inner.ask(verb, argument: argument, of: worker, telling: deed)
    }
}
