import JobModel
import JobStore
import JobStoreTesting
import Worker

/// A scheduler over a store in memory, a scripted book and a clock that only moves when told to.
struct SchedulerBench {
    let clock: VirtualTimekeeper
    let memory: MemoryJobStore
    /// When the worker was woken.
    let woken = Diary<Timestamp>()
    let log = Diary<String>()

    init() {
        let clock = VirtualTimekeeper()
        self.clock = clock
        memory = MemoryJobStore(rules: QueueRules()) { Timestamp(microseconds: clock.wallMicroseconds()) }
    }

    var now: Timestamp { Timestamp(microseconds: clock.wallMicroseconds()) }
    var store: any JobStore { memory }

    static func key(_ seller: String = "acme", of definition: String = "sync") -> ScheduleKey {
        ScheduleKey(definition: definition, seller: seller, region: "EU")
    }

    /// The plan of a row that first fires so long after now.
    func plan(_ key: ScheduleKey = Self.key(), after delay: Duration = .zero, signature: String = "s-1") -> SchedulePlan
    {
        SchedulePlan(key: key, application: "main", signature: signature, nextFireAt: now + delay)
    }

    func scheduler(
        _ book: ScriptedBook, store other: (any JobStore)? = nil, firesOnce: Bool = false,
        isStopping: @escaping @Sendable () -> Bool = { false }
    ) -> Scheduler {
        let (clock, woken) = (clock, woken)
        return Scheduler(
            book: book, store: other ?? memory, timekeeper: clock, firesOnce: firesOnce,
            logger: CapturingLog.logger(log), isStopping: isStopping,
            wake: { woken.write(Timestamp(microseconds: clock.wallMicroseconds())) })
    }

    /// Lets the scheduler fire while `body` looks on. It has had its first turn when `body` begins.
    func whileRunning(_ scheduler: Scheduler, _ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await scheduler.run() }
            await clock.waitForSleepers(1)
            try await body()
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    /// Lets time pass, and the scheduler do what it does then.
    func pass(_ duration: Duration) async throws {
        try Task.checkCancellation()
        clock.advance(by: duration)
        await clock.waitForSleepers(1)
    }

    /// The instants for which a row's jobs were put in, in order.
    func instants(_ seller: String = "acme") async throws -> [Timestamp] {
        try await store.jobs(matching: JobFilter(seller: seller, limit: 1000)).compactMap(\.row.scheduledAt).sorted()
    }
}
