package import JobModel
package import JobStore

extension SeveredStore {
    package func enqueue(_ jobs: [NewJob], telling deed: DeedTelling<[Enqueued]>?) async throws -> [Enqueued] {
        try await pass(.enqueue) { try await inner.enqueue(jobs, telling: deed) }
    }

    package func cancel(_ ids: [JobID], telling deed: DeedTelling<[CancelAnswer]>?) async throws -> [CancelAnswer] {
        try await pass(.cancel) { try await inner.cancel(ids, telling: deed) }
    }

    package func retry(
        _ ids: [JobID], confirmed: Bool, telling deed: DeedTelling<[RetryAnswer]>?
    ) async throws -> [RetryAnswer] {
        try await pass(.retry) { try await inner.retry(ids, confirmed: confirmed, telling: deed) }
    }

    package func change(lanes ids: [Int64], _ action: LaneAction, telling deed: Deed?) async throws {
        try await pass(.changeLane) { try await inner.change(lanes: ids, action, telling: deed) }
    }

    package func retryInbox(
        _ ids: [Int64], telling deed: DeedTelling<[InboxRetryAnswer]>?
    ) async throws -> [InboxRetryAnswer] {
        try await pass(.retryInbox) { try await inner.retryInbox(ids, telling: deed) }
    }

    package func retryRejectedInbox(telling deed: DeedTelling<Int>?) async throws -> Int {
        try await pass(.retryRejectedInbox) { try await inner.retryRejectedInbox(telling: deed) }
    }

    package func ask(
        _ verb: String, argument: String, of worker: WorkerID?, telling deed: Deed?
    ) async throws -> Int64 {
        try await pass(.ask) { try await inner.ask(verb, argument: argument, of: worker, telling: deed) }
    }
}
