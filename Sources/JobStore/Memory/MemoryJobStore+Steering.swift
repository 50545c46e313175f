package import JobModel

// What people do, with what the history tells of it.
extension MemoryJobStore {
    package func enqueue(_ jobs: [NewJob], telling deed: DeedTelling<[Enqueued]>?) throws -> [Enqueued] {
        try write(wakes: true) { transaction in
            let answers = try jobs.map { try transaction.enqueue($0) }
            return try transaction.record(deed, of: answers)
        }
    }

    package func cancel(_ ids: [JobID], telling deed: DeedTelling<[CancelAnswer]>?) throws -> [CancelAnswer] {
        try write(wakes: true) { transaction in
            let answers = try ids.map { try transaction.cancel($0) }
            return try transaction.record(deed, of: answers)
        }
    }

    package func retry(
        _ ids: [JobID], confirmed: Bool, telling deed: DeedTelling<[RetryAnswer]>?
    ) throws -> [RetryAnswer] {
        try write(wakes: true) { transaction in
            let answers = try ids.map { try transaction.retry($0, confirmed: confirmed) }
            return try transaction.record(deed, of: answers)
        }
    }

    package func change(lanes ids: [Int64], _ action: LaneAction, telling deed: Deed?) throws {
        try write(wakes: true) { transaction in
            try transaction.change(lanes: ids, action)
            if let deed { try transaction.record(deed) }
        }
    }

    package func retryInbox(_ ids: [Int64], telling deed: DeedTelling<[InboxRetryAnswer]>?) throws -> [InboxRetryAnswer]
    {
        try write(wakes: true) { transaction in
            let answers = try ids.map { try transaction.retryInbox($0) }
            return try transaction.record(deed, of: answers)
        }
    }

    package func retryRejectedInbox(telling deed: DeedTelling<Int>?) throws -> Int {
        try write(wakes: true) { transaction in
            let count = try transaction.retryRejectedInbox(until: transaction.now, chunk: .max)
            return try transaction.record(deed, of: count)
        }
    }

    package func ask(_ verb: String, argument: String, of worker: WorkerID?, telling deed: Deed?) throws -> Int64 {
        try write(wakes: true) { transaction in
            let id = try transaction.ask(verb, argument: argument, of: worker)
            if let deed { try transaction.record(deed) }
            return id
        }
    }
}
