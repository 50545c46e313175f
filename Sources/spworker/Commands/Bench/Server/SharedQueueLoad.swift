import JobModel
import JobStore
import Ports
import Synchronization

/// Puts jobs into a queue that several workers share, and has them work it off side by side, without calling anybody.
struct SharedQueueLoad: Sendable {
    let plan: QueueBenchPlan
    /// Each worker with its store; all of them lead to the same queue.
    let workers: [(store: any JobStore, id: WorkerID)]
    let timekeeper: any Timekeeper
    /// How long a worker finds nothing before something must be wrong.
    var patience = Duration.seconds(30)

    /// Puts the jobs in, then works them off.
    ///
    /// - Throws: `Failure` when jobs were left or lost, and the stores' errors.
    func run() async throws -> QueueLoad.Times {
        let enqueue = try await timed { number in try await fill(number) }
        // As workers do that go on: the second time each of them has heard of all others.
        for _ in 0..<2 { for worker in workers { try await announce(worker) } }
        let claimed = Count()
        let work = try await timed { number in try await self.work(number, claimed) }
        let succeeded = try await workers.first?.store.counts()[.succeeded] ?? 0
        guard succeeded == plan.jobs else {
            throw Failure(
                .no, "error: \(succeeded) of \(plan.jobs) jobs are done in the database; the figures mean nothing.")
        }
        return QueueLoad.Times(enqueue: enqueue, work: work)
    }

    private func announce(_ worker: (store: any JobStore, id: WorkerID)) async throws {
        let now = Timestamp(microseconds: timekeeper.wallMicroseconds())
        try await worker.store.heartbeat(
            WorkerRow(
                id: worker.id, host: "bench", pid: 0, version: "bench", startedAt: now, leaseUntil: now + .seconds(3600)
            ))
    }

    /// How long all workers take for what each of them, counted from 0, has to do.
    private func timed(_ body: @escaping @Sendable (Int) async throws -> Void) async throws -> Duration {
        let start = timekeeper.monotonic()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in workers.indices { group.addTask { try await body(number) } }
            try await group.waitForAll()
        }
        return timekeeper.monotonic() - start
    }

    /// Puts the jobs of a worker's share of the sellers in: who puts jobs in is seldom two programs for one seller.
    private func fill(_ number: Int) async throws {
        let sellers = (1...plan.lanes).filter { $0 % workers.count == number }.map(QueueLoad.seller)
        let share = (0..<plan.jobs).count { ($0 % plan.lanes + 1) % workers.count == number }
        for start in stride(from: 0, to: share, by: QueueLoad.chunk) {
            try Task.checkCancellation()
            let end = min(start + QueueLoad.chunk, share)
            _ = try await workers[number].store.enqueue(
                (start..<end).map { QueueLoad.job(of: sellers[$0 % sellers.count]) })
        }
    }

    private func work(_ number: Int, _ claimed: Count) async throws {
        let (store, id) = workers[number]
        let load = QueueLoad(plan: plan, worker: id, timekeeper: timekeeper)
        try await withThrowingTaskGroup(of: Bool.self) { runs in
            var running = 0
            var idleSince: Duration?
            while claimed.value < plan.jobs {
                try Task.checkCancellation()
                let jobs = try await store.claim(ClaimRequest(worker: id, limit: plan.batch)).jobs
                for job in jobs { runs.addTask { try await load.finish(job, store) } }
                claimed.add(jobs.count)
                running += jobs.count
                if running == 0 {
                    // The others have what is left: their lanes are locked, or full until their runs end.
                    let now = timekeeper.monotonic()
                    if now - (idleSince ?? now) > patience {
                        throw Failure(
                            .no,
                            "error: nothing could be claimed and \(plan.jobs - claimed.value) jobs are left; the figures mean "
                                + "nothing.")
                    }
                    idleSince = idleSince ?? now
                    try await timekeeper.sleep(for: .milliseconds(1))
                    continue
                }
                idleSince = nil
                let bound = jobs.isEmpty ? running - 1 : plan.inFlight - plan.batch
                while running > bound, let isHeld = try await runs.next() {
                    try load.require(isHeld)
                    running -= 1
                }
            }
            for try await isHeld in runs { try load.require(isHeld) }
        }
    }
}

/// How many there are, counted by several.
private final class Count: Sendable {
    private let state = Mutex(0)

    var value: Int { state.withLock { $0 } }

    func add(_ number: Int) { state.withLock { $0 += number } }
}
