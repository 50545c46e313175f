package import JobModel

/// How long ended things are kept. Quarantined jobs stay until a person acts.
package struct Retention: Sendable, Hashable {
    package var succeeded: Duration
    package var failed: Duration
    package var cancelled: Duration
    package var events: Duration
    package var inbox: Duration
    /// Answered requests of other processes.
    package var commands: Duration
    /// Cool-downs that have passed: until then the next refusal makes a longer one.
    package var coolDowns: Duration
    /// Sealed access tokens, after they have expired.
    package var tokens: Duration
    /// What was counted by the minute.
    package var tallies: Duration
    /// The most jobs to keep, open ones included. Above it ended jobs go before their time; open ones never do.
    package var maxJobs: Int

    /// Longer than anything is kept.
    static let forever = Duration.seconds(1000 * 365 * 86_400)

    /// Creates rules; the defaults are a day for successes, cancellations and answered requests, two weeks for failures,
    /// 400 days for events, a week for settled inbox rows, an hour for passed cool-downs, no time at all for expired
    /// tokens, eight days for what was counted by the minute, and two million jobs.
    package init(
        succeeded: Duration = .seconds(86_400), failed: Duration = .seconds(14 * 86_400),
        cancelled: Duration = .seconds(86_400), events: Duration = .seconds(400 * 86_400),
        inbox: Duration = .seconds(7 * 86_400), commands: Duration = .seconds(86_400),
        coolDowns: Duration = .seconds(3600), tokens: Duration = .zero,
        tallies: Duration = .seconds(8 * 86_400), maxJobs: Int = 2_000_000
    ) {
        self.succeeded = succeeded
        self.failed = failed
        self.cancelled = cancelled
        self.events = events
        self.inbox = inbox
        self.commands = commands
        self.coolDowns = coolDowns
        self.tokens = tokens
        self.tallies = tallies
        self.maxJobs = maxJobs
    }

    /// Rules by which only jobs in one of the states go, when they ended longer ago than `age`. States in which jobs have not
    /// ended, and quarantine, have no effect.
    package init(endedIn states: Set<JobState>, longerAgoThan age: Duration) {
        self.init(
            succeeded: states.contains(.succeeded) ? age : Self.forever,
            failed: states.contains(.failed) ? age : Self.forever,
            cancelled: states.contains(.cancelled) ? age : Self.forever, events: Self.forever, inbox: Self.forever,
            commands: Self.forever, coolDowns: Self.forever, tokens: Self.forever, tallies: Self.forever,
            maxJobs: .max)
    }
}

extension QueueTransaction {
    /// The states whose jobs may be deleted, those that are missed least first.
    private static var expendable: [JobState] { [.succeeded, .cancelled, .failed] }

    /// Deletes at most `chunk` rows of what is older than it must be kept, then of what is too much. Returns how many went:
    /// fewer than `chunk` when nothing more is due.
    package mutating func prune(_ retention: Retention, chunk: Int) throws -> Int {
        var room = chunk
        let ages: [(JobState, Duration)] = [
            (.succeeded, retention.succeeded), (.failed, retention.failed), (.cancelled, retention.cancelled),
        ]
        for (state, age) in ages { room -= try delete(state, endedBefore: now - age, limit: room) }
        if room > 0 { room -= try tables.deleteEvents(before: now - retention.events, limit: room) }
        if room > 0 { room -= try tables.deleteSettledInbox(before: now - retention.inbox, limit: room) }
        // Some may be for workers that are gone, by processes that are gone.
        _ = try expireCommands()
        if room > 0 {
            room -= try tables.deleteAnsweredCommands(before: now - retention.commands, limit: room)
        }
        if room > 0 { room -= try tables.deleteCoolDowns(before: now - retention.coolDowns, limit: room) }
        if room > 0 {
            room -= try tables.deleteSealedTokens(expiredBefore: now - retention.tokens, limit: room)
        }
        if room > 0 { room -= try tables.deleteTokenTurns(endedBefore: now - retention.tokens, limit: room) }
        try pruneTallies(retention, chunk: chunk)
        for state in Self.expendable where room > 0 {
            let excess = try jobCount() - retention.maxJobs
            if excess > 0 {
                room -= try delete(state, endedBefore: Timestamp(microseconds: .max), limit: min(room, excess))
            }
        }
        return chunk - room
    }

    private mutating func delete(_ state: JobState, endedBefore instant: Timestamp, limit: Int) throws -> Int {
        guard limit > 0 else { return 0 }
        try flushJobs()
        memory.jobs.forget()
        let count = try tables.deleteJobs(state: state, endedBefore: instant, limit: limit)
        countChanges[state, default: 0] -= count
        return count
    }

    /// All jobs by the kept counts, with what this transaction has changed so far.
    private func jobCount() throws -> Int {
        try tables.counts().values.reduce(0, +) + countChanges.values.reduce(0, +)
    }
}
