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
}

/// What became of a request to reopen a job.
package enum RetryAnswer: Sendable, Hashable {
    case reopened
    /// It has not ended.
    case open(JobState)
    /// It is quarantined, and the request did not confirm that it may be repeated.
    case needsConfirmation
    /// It succeeded; a new job is wanted instead.
    case succeeded
    /// Another open job has its unique key.
    case duplicate(JobID)
    case unknown
}

extension QueueTransaction {
    /// Calls a job off.
    package mutating func cancel(_ id: JobID) throws -> CancelAnswer {
        guard var job = try tables.job(id: id) else { return .unknown }
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
        guard var job = try tables.job(id: id) else { return .unknown }
        switch job.state {
        case .waiting, .running: return .open(job.state)
        case .succeeded: return .succeeded
        case .quarantined where !confirmed: return .needsConfirmation
        case .failed, .cancelled, .quarantined: break
        }
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
        if let deadline = job.deadline, deadline <= now { job.deadline = nil }
        try save(job, before: before)
        var lane = try lane(job.laneID)
        try announce(job, in: &lane)
        save(lane)
        return .reopened
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

    /// Deletes a chunk of what is older than it must be kept.
    package mutating func prune(_ retention: Retention, chunk: Int) throws -> Int {
        var deleted = 0
        let ages: [(JobState, Duration)] = [
            (.succeeded, retention.succeeded), (.failed, retention.failed), (.cancelled, retention.cancelled),
        ]
        for (state, age) in ages {
            let count = try tables.deleteJobs(state: state, endedBefore: now - age, limit: chunk)
            countChanges[state, default: 0] -= count
            deleted += count
        }
        deleted += try tables.deleteEvents(before: now - retention.events, limit: chunk)
        deleted += try tables.deleteSettledInbox(before: now - retention.inbox, limit: chunk)
        // Some may be for workers that are gone, by processes that are gone.
        _ = try expireCommands()
        deleted += try tables.deleteAnsweredCommands(before: now - retention.commands, limit: chunk)
        return deleted
    }
}

/// How long ended things are kept. Quarantined jobs stay until a person acts.
package struct Retention: Sendable, Hashable {
    package var succeeded: Duration
    package var failed: Duration
    package var cancelled: Duration
    package var events: Duration
    package var inbox: Duration
    /// Answered requests of other processes.
    package var commands: Duration

    /// Creates rules; the defaults are a day for successes, cancellations and answered requests, two weeks for failures,
    /// 400 days for events and a week for settled inbox rows.
    package init(
        succeeded: Duration = .seconds(86_400), failed: Duration = .seconds(14 * 86_400),
        cancelled: Duration = .seconds(86_400), events: Duration = .seconds(400 * 86_400),
        inbox: Duration = .seconds(7 * 86_400), commands: Duration = .seconds(86_400)
    ) {
        self.succeeded = succeeded
        self.failed = failed
        self.cancelled = cancelled
        self.events = events
        self.inbox = inbox
        self.commands = commands
    }
}
