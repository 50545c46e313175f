package import JobModel
package import JobStore

// What people do, with what the history tells of it. Whose jobs they were is read from rows that the change has locked.
extension PostgresJobStore {
    package func enqueue(_ jobs: [NewJob], telling deed: DeedTelling<[Enqueued]>?) async throws -> [Enqueued] {
        try await write(.entering(jobs), .enqueue, durable: true, wakes: true) { transaction in
            let answers = try jobs.map { try transaction.enqueue($0) }
            return try transaction.record(deed, of: answers)
        }
    }

    package func cancel(_ ids: [JobID], telling deed: DeedTelling<[CancelAnswer]>?) async throws -> [CancelAnswer] {
        try await write(Reach(jobs: ids), durable: true, wakes: true) { transaction in
            let answers = try ids.map { try transaction.cancel($0) }
            return try transaction.record(deed, of: answers)
        }
    }

    package func retry(
        _ ids: [JobID], confirmed: Bool, telling deed: DeedTelling<[RetryAnswer]>?
    ) async throws -> [RetryAnswer] {
        try await write(Reach(jobs: ids), durable: true, wakes: true) { transaction in
            let answers = try ids.map { try transaction.retry($0, confirmed: confirmed) }
            return try transaction.record(deed, of: answers)
        }
    }

    package func change(lanes ids: [Int64], _ action: LaneAction, telling deed: Deed?) async throws {
        try await write(.wholeQueue, durable: true, wakes: true) { transaction in
            try transaction.change(lanes: ids, action)
            if let deed { try transaction.record(deed) }
        }
    }

    package func retryInbox(
        _ ids: [Int64], telling deed: DeedTelling<[InboxRetryAnswer]>?
    ) async throws -> [InboxRetryAnswer] {
        try await write(.wholeQueue, durable: true, wakes: true) { transaction in
            let answers = try ids.map { try transaction.retryInbox($0) }
            return try transaction.record(deed, of: answers)
        }
    }

    /// Whoever asks waits for the answer, and a power cut ends that wait: only the history needs to wait for the disk.
    package func ask(
        _ verb: String, argument: String, of worker: WorkerID?, telling deed: Deed?
    ) async throws -> Int64 {
        try await write(.beside, durable: deed != nil, wakes: true) { transaction in
            let id = try transaction.ask(verb, argument: argument, of: worker)
            if let deed { try transaction.record(deed) }
            return id
        }
    }
}
