package import JobModel
package import JobStore

// Jobs come in and run.
extension PostgresJobStore {
    package func newInboxRows(limit: Int) async throws -> [InboxRow] {
        try await read { try $0.newInboxRows(limit: limit) }
    }

    package func settle(_ answers: [(id: Int64, answer: InboxAnswer)]) async throws {
        // In one order, since other workers may be answering the same rows.
        let answers = answers.sorted { $0.id < $1.id }
        let jobs = answers.compactMap { answer in
            if case .accepted(let job) = answer.answer { job } else { nil }
        }
        try await write(.entering(jobs), .enqueue, durable: true, wakes: true) { try $0.settle(answers) }
    }

    // MARK: Runs

    package func claim(_ request: ClaimRequest) async throws -> Claim {
        let number = runs.beginClaim()
        let claimed: Claim?
        do {
            claimed = try await write(.beside, .claim, durable: false) { [self] transaction in
                // An earlier try may have found some.
                runs.found([], inClaim: number)
                // Asked under the queue's lock: until the transaction ends, nobody takes this worker for dead.
                guard hasLease else { return nil }
                let claim = try transaction.claim(request)
                runs.found(claim.jobs.map(\.fence), inClaim: number)
                return claim
            }
            runs.endClaim(number, isCommitted: true)
        } catch {
            runs.endClaim(number, isCommitted: false)
            throw error
        }
        guard var claim = claimed else {
            throw StoreError(
                .busy,
                "This worker was not heard of for longer than its lease, so others may have taken its jobs over. It claims "
                    + "again as soon as the lease is renewed.")
        }
        claim.nextDue = claim.nextDue.map(local)
        return claim
    }

    package func permit(_ fence: RunFence) async throws -> PermitAnswer {
        local(try await write(.job(fence.job), .completion, durable: false) { try $0.permit(fence) })
    }

    package func note(_ note: CallNote) {
        let (writer, note) = (writer, server(note))
        @Sendable func operation() -> WriteOperation {
            WriteOperation(
                phase: .note, reach: Self.reach(of: note), isDurable: false, wakes: false,
                apply: { transaction in
                    try transaction.note(note)
                    return {}
                },
                fail: { error in
                    // Forgotten, it would make the limiter too generous: it goes along with whatever is tried next.
                    if let error = error as? StoreError, error.isTransient { writer.postpone(operation()) }
                })
        }
        writer.submit(operation())
    }

    private static func reach(of note: CallNote) -> Reach {
        switch note {
        case .sent(let fence, _), .rate(let fence, _): .job(fence.job)
        case .accepted(let lane, _), .refused(let lane, _): Reach(lanes: [lane])
        case .exchanged: .beside
        }
    }

    package func beginDoubt(_ fence: RunFence, note: String?) async throws -> Bool {
        try await write(.job(fence.job), .completion, durable: true) { try $0.beginDoubt(fence, note: note) }
    }

    package func checkpoint(_ fence: RunFence, _ checkpoint: Checkpoint) async throws -> Bool {
        let reach = Reach(jobs: [fence.job], lanes: checkpoint.lane.map { [$0] } ?? [])
        return try await write(reach, .completion, durable: checkpoint.isDurable) {
            try $0.checkpoint(fence, checkpoint)
        }
    }

    /// Always waits for the disk: when a server crashes and forgets an end, the worker, which lives on, would never end
    /// that run again. A claim that is forgotten is harmless: the run then has lost its job.
    package func finish(_ end: RunEnd) async throws -> Bool {
        // When a job is to go on is reckoned by this machine's clock.
        var end = end
        end.runAt = end.runAt.map { $0 + clock.offset }
        let written = end
        let isDone = try await write(.job(end.fence.job), .completion, durable: true) { try $0.finish(written) }
        runs.ended(end.fence)
        return isDone
    }

    package func cancelRequests(worker: WorkerID) async throws -> [RunFence] {
        try await read { try $0.cancelRequests(worker: worker).compactMap(\.fence) }
    }

    /// Deletes with the queue to itself, in short chunks: whoever reopens an ended job has locked its owner, not the job,
    /// and counts on it. Every worker does so all the time, so it looks first whether there is anything to do.
    package func prune(_ retention: Retention) async throws -> Int {
        let now = clock.now()
        guard try await read({ try $0.hasPrunable(retention, now: now) }) else { return 0 }
        var total = 0
        while true {
            let deleted = try await write(.wholeQueue, durable: false) { try $0.prune(retention, chunk: 1000) }
            total += deleted
            if deleted < 1000 { return total }
        }
    }

    // MARK: This machine's time and the server's

    /// The instant by this machine's clock, by which workers sleep.
    private func local(_ instant: Timestamp) -> Timestamp { instant - clock.offset }

    private func local(_ answer: PermitAnswer) -> PermitAnswer {
        if case .wait(let until) = answer { .wait(until: local(until)) } else { answer }
    }

    private func server(_ note: CallNote) -> CallNote {
        if case .sent(let fence, let instant) = note { .sent(fence, at: instant + clock.offset) } else { note }
    }
}
