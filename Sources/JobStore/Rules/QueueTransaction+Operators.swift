package import JobModel

/// What became of a request to cancel a job.
package enum CancelAnswer: Sendable, Hashable {
    /// It did not run and never will.
    case cancelled
    /// It runs; its worker was told to stop it.
    case requested
    /// It had ended already, in this state.
    case ended(JobState)
    /// There is no such job.
    case unknown

    /// Whether the job was changed.
    package static func isChange(_ answer: Self) -> Bool { answer == .cancelled || answer == .requested }
}

/// What became of a request to reopen a job.
package enum RetryAnswer: Sendable, Hashable {
    /// It waits again. A deadline that had passed is gone, or the job would fail at once: `droppedDeadline` says which.
    case reopened(droppedDeadline: Timestamp?)
    /// It has not ended.
    case open(JobState)
    /// It is quarantined, and the request did not confirm that it may be repeated.
    case needsConfirmation
    /// It succeeded; a new job is wanted instead.
    case succeeded
    /// Another open job has its unique key.
    case duplicate(JobID)
    case unknown

    /// Whether the job was changed.
    package static func isChange(_ answer: Self) -> Bool { if case .reopened = answer { true } else { false } }
}

extension QueueTransaction {
    /// Calls a job off.
    package mutating func cancel(_ id: JobID) throws -> CancelAnswer {
        guard var job = try job(id) else { return .unknown }
        switch job.state {
        case .waiting, .quarantined:
            let before = job.state
            job.state = .cancelled
            job.finishedAt = now
            try save(job, before: before)
            return .cancelled
        case .running:
            job.cancelRequested = true
            try save(job, before: .running)
            return .requested
        case .succeeded, .failed, .cancelled:
            return .ended(job.state)
        }
    }

    /// Reopens a job that failed, was cancelled or, when confirmed, is quarantined; its attempts start anew.
    package mutating func retry(_ id: JobID, confirmed: Bool) throws -> RetryAnswer {
        guard var job = try job(id) else { return .unknown }
        switch job.state {
        case .waiting, .running: return .open(job.state)
        case .succeeded: return .succeeded
        case .quarantined where !confirmed: return .needsConfirmation
        case .failed, .cancelled, .quarantined: break
        }
        try flushJobs()
        if let key = job.uniqueKey,
            let other = try tables.openJob(authorizationID: job.authorizationID, uniqueKey: key), other != id
        {
            return .duplicate(other)
        }
        let before = job.state
        job.state = .waiting
        job.waitReason = .interrupted
        job.runAt = now
        job.attempt = 0
        job.crashes = 0
        job.isSuspect = false
        job.isInDoubt = false
        job.cancelRequested = false
        job.finishedAt = nil
        job.failure = nil
        let passed = job.deadline.flatMap { $0 <= now ? $0 : nil }
        if passed != nil { job.deadline = nil }
        try save(job, before: before)
        var lane = try lane(job.laneID)
        try announce(job, in: &lane)
        save(lane)
        return .reopened(droppedDeadline: passed)
    }

    /// Answers inbox rows: accepted ones become jobs in the same transaction.
    package mutating func settle(_ answers: [(id: Int64, answer: InboxAnswer)]) throws {
        // An answer that comes twice, after a commit whose success was not heard of, must not make a second job.
        for (id, answer) in answers where try tables.isUnsettled(inboxID: id) {
            switch answer {
            case .accepted(let job):
                switch try enqueue(job) {
                case .new(let jobID):
                    try tables.settleInbox(id: id, status: "accepted", jobID: jobID, error: nil, at: now)
                case .duplicate(let jobID):
                    try tables.settleInbox(id: id, status: "duplicate", jobID: jobID, error: nil, at: now)
                }
            case .rejected(let reason):
                try tables.settleInbox(id: id, status: "rejected", jobID: nil, error: reason, at: now)
            }
        }
    }
}
