package import JobModel
package import JobStore
import Synchronization

// Workers, their leases, and how they hear of changes.
extension PostgresJobStore {
    package func heartbeat(_ worker: WorkerRow) async throws {
        if options.usesServerClock { try await writer.measureClock() }
        var row = worker
        // Written by this machine's clock, read by everybody's.
        row.startedAt = worker.startedAt + clock.offset
        row.leaseUntil = worker.leaseUntil + clock.offset
        let saved = row
        // What one that stops leaves behind is for the others.
        let claiming = try await write(.beside, durable: false, wakes: worker.isDraining) { transaction in
            try transaction.tables.save(saved)
            return try transaction.tables.claimingWorkers(now: transaction.now)
        }
        writer.share.withLock { $0 = SellerShare(of: saved.id, among: claiming) }
        let last = beat.withLock { lease in
            defer { lease = saved.leaseUntil }
            return lease
        }
        guard options.isWorker else { return }
        try await giveBackUnknown(of: saved.id)
        try await buryDead(as: saved, lastLease: last)
    }

    /// Gives back what stands in the worker's name and of which it does not know: the answer to a claim was lost.
    private func giveBackUnknown(of worker: WorkerID) async throws {
        let runs = runs
        @Sendable func isUnknown(_ run: RunFence) -> Bool { run.worker == worker && !runs.contains(run) }
        // A run may begin or end while this looks: whether it is so is decided on the thread on which claims are made.
        let suspects = try await read { try $0.runningJobs().compactMap(\.fence) }.contains(where: isUnknown)
        guard suspects else { return }
        _ = try await write(.wholeQueue, durable: true, wakes: true) {
            try $0.recover(isDead: { _ in false }, isForgotten: isUnknown)
        }
    }

    /// Whether nobody may have taken this worker for dead, by what it last wrote down. What it claimed otherwise would be
    /// taken from it at once, also in the midst of a call that must not be repeated.
    var hasLease: Bool {
        guard options.isWorker, let lease = beat.withLock({ $0 }) else { return true }
        return clock.now() <= lease
    }

    package func retire(_ worker: WorkerID) async throws {
        try await write(.beside, durable: false, wakes: true) { try $0.tables.deleteWorker(id: worker) }
    }

    /// Takes back the jobs of workers that have let their lease pass.
    ///
    /// Who was itself out of touch waits for a lease: the others may have been, too, when the server was away.
    ///
    /// - Parameter lastLease: Until when this worker's lease lasted before it was renewed.
    private func buryDead(as worker: WorkerRow, lastLease: Timestamp?) async throws {
        let now = clock.now()
        guard let lastLease, now <= lastLease else { return }
        let isAnyDead = try await read { try $0.hasDeadWorkers(now: now) }
        if isAnyDead { _ = try await recover(as: worker.id) }
    }

    /// Takes back the jobs of workers that have no lease, or one that has passed.
    package func recover(as worker: WorkerID) async throws -> Recovery {
        try await write(.wholeQueue, durable: true, wakes: true) { transaction in
            var alive: Set<WorkerID> = [worker]
            for other in try transaction.tables.workers() where other.id != worker {
                if other.leaseUntil < transaction.now {
                    try transaction.tables.deleteWorker(id: other.id)
                } else {
                    alive.insert(other.id)
                }
            }
            return try transaction.recover { !alive.contains($0) }
        }
    }

    package func replan(_ plan: @escaping @Sendable (LaneKey) -> LanePlan?) async throws {
        try await write(.wholeQueue, durable: false, wakes: true) { try $0.replan(plan) }
    }

    package func prove() async throws { try await write(.beside, durable: true) { try $0.prove() } }

    // MARK: Changes

    /// Others' changes are counted in the database; a worker that is woken looks there only now and then.
    ///
    /// Ends of runs are not counted: the worker itself goes on with what they leave. Where it has no hand free, another
    /// one finds that out within seconds, because for a worker the mark changes with the time too.
    package func changeMark() async throws -> Int64 {
        let now = clock.now()
        let heard = listener?.heard
        let known = marks.withLock { marks -> Int64? in
            guard heard != nil, let at = marks.lookedAt, now >= at, now - at < options.pollEvery else { return nil }
            return marks.mark(heard: heard)
        }
        if let known { return known }
        let own = marks.withLock { $0.own }
        let changes = try await read { try $0.changes() }
        return marks.withLock { marks in
            marks.lookedAt = now
            marks.others = changes - own
            if options.isWorker {
                let interval = max(options.pollEvery, .seconds(1)) * 2
                marks.turn = now.microseconds / interval.microseconds
            }
            return marks.mark(heard: heard)
        }
    }
}

/// How much has changed, as far as this process knows.
struct ChangeMarks {
    /// Changes that this process has made.
    var own: Int64 = 0
    /// Changes that the database has counted beside these.
    var others: Int64 = 0
    var lookedAt: Timestamp?
    /// Changes with the time.
    var turn: Int64 = 0

    func mark(heard: Int64?) -> Int64 { own + others + (heard ?? 0) + turn }
}
