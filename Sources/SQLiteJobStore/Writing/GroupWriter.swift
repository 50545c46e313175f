import Dispatch
import GRDB
import JobModel
import JobStore
import Synchronization

/// The one writer of a database file.
///
/// Everything that writes is queued here. The writer takes what is there, never waiting for more: while one group commits,
/// the next one gathers. A group is one transaction, on the writer's own thread.
actor GroupWriter {
    /// The most operations in one group.
    static let largestGroup = 256
    /// How long a change that nobody waits for lets others come before it, to share their group.
    private static let patience = DispatchTimeInterval.milliseconds(5)

    private struct Queue {
        var operations: [WriteOperation] = []
        /// Changes that nobody waits for and that met trouble: they go along with the next group.
        var postponed: [WriteOperation] = []
        var isScheduled = false
        /// Whether a group is sure to be begun within `patience`.
        var isAwaited = false
    }

    /// What the last group left in memory, and the number by which SQLite tells that others have written since.
    private final class Memory {
        let rows = QueueMemory()
        var version: Int64 = -1
    }

    private let executor = WriterExecutor(label: "spworker.sqlite.writer")
    private let pool: DatabasePool
    private let rules: QueueRules
    private let clock: TransactionClock
    private let onCommit: (@Sendable (CommitRecord) -> Void)?
    private let metrics: SQLiteStoreMetrics?
    private nonisolated let queue = Mutex(Queue())
    private var isFullySynchronous: Bool?
    private let memory = Memory()
    /// Used inside transactions only; it stays because it learns which statements there are.
    private let tables: SQLiteTables
    private var checkpointer: Checkpointer?

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(
        pool: DatabasePool, rules: QueueRules, clock: @escaping @Sendable () -> Timestamp, turn: Int64,
        checkpointer: Checkpointer?, onCommit: (@Sendable (CommitRecord) -> Void)?,
        metrics: SQLiteStoreMetrics? = nil
    ) {
        self.pool = pool
        self.rules = rules
        self.clock = TransactionClock(clock)
        tables = SQLiteTables(lastTurn: turn)
        self.checkpointer = checkpointer
        self.onCommit = onCommit
        self.metrics = metrics
    }

    // MARK: Queueing

    /// Queues a change and returns when it is committed.
    nonisolated func write<Value: Sendable>(
        _ verb: String, _ phase: WriteOperation.Phase, durable: Bool, alone: Bool = false,
        _ body: @escaping @Sendable (inout QueueTransaction<SQLiteTables>) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            submit(
                WriteOperation(
                    verb: verb, phase: phase, isDurable: durable, isAlone: alone,
                    apply: { transaction in
                        let value = try body(&transaction)
                        return { continuation.resume(returning: value) }
                    },
                    fail: { continuation.resume(throwing: $0) }))
        }
    }

    /// Queues a change that nobody waits for. It goes with the group that the next change begins, or by itself when none
    /// comes soon: where much goes on, one of three changes that a call makes costs no commit of its own.
    nonisolated func submitPatiently(_ operation: WriteOperation) {
        let mustAwait = queue.withLock { queue in
            queue.operations.append(operation)
            guard !queue.isScheduled, !queue.isAwaited else { return false }
            queue.isAwaited = true
            return true
        }
        guard mustAwait else { return }
        executor.queue.asyncAfter(deadline: .now() + Self.patience) {
            let mustCommit = self.queue.withLock { queue in
                queue.isAwaited = false
                guard !queue.isScheduled, !queue.operations.isEmpty else { return false }
                queue.isScheduled = true
                return true
            }
            if mustCommit { self.assumeIsolated { $0.commitQueued() } }
        }
    }

    /// Queues a change for the group that begins as soon as the writer is free.
    nonisolated func submit(_ operation: WriteOperation) {
        let mustSchedule = queue.withLock { queue in
            queue.operations.append(operation)
            defer { queue.isScheduled = true }
            return !queue.isScheduled
        }
        if mustSchedule { executor.queue.async { self.assumeIsolated { $0.commitQueued() } } }
    }

    /// Keeps a change that met trouble for the next group that something else begins. Queued at once it would be tried
    /// without end while the disk is full.
    nonisolated func postpone(_ operation: WriteOperation) {
        queue.withLock { $0.postponed.append(operation) }
    }

    /// How many changes wait for their group.
    nonisolated var queuedOperations: Int { queue.withLock { $0.operations.count } }

    /// Runs on the writer's thread, between groups.
    func run<Value: Sendable>(_ body: @Sendable (DatabasePool) throws -> Value) throws -> Value {
        do { return try body(pool) } catch { throw StoreError(databaseError: error) }
    }

    /// Commits what is queued, then closes the file. What was postponed has one more try.
    func close() {
        while commitGroup() {}
        let postponed = queue.withLock { $0.postponed }
        if !postponed.isEmpty { commit(postponed) }
        pool.writeWithoutTransaction { _ in tables.forgetStatements() }
        try? pool.close()
    }

    // MARK: Committing

    /// Commits one group and comes back for the next: whoever waits for `run` has a turn in between.
    private func commitQueued() {
        if commitGroup() { executor.queue.async { self.assumeIsolated { $0.commitQueued() } } }
    }

    /// Commits the next group. False when there is none.
    private func commitGroup() -> Bool {
        let group = queue.withLock { queue -> [WriteOperation] in
            var group = Array(queue.operations.prefix(Self.largestGroup).prefix { !$0.isAlone })
            if group.isEmpty { group = Array(queue.operations.prefix(1)) }
            queue.operations.removeFirst(group.count)
            if group.isEmpty {
                queue.isScheduled = false
            } else if !group[0].isAlone {
                group = queue.postponed + group
                queue.postponed = []
            }
            return group
        }
        if group.isEmpty { return false }
        commit(WriteOperation.Phase.allCases.flatMap { phase in group.filter { $0.phase == phase } })
        return true
    }

    private func commit(_ group: [WriteOperation]) {
        let start = metrics?.monotonic()
        do {
            let deliveries = try transact(group)
            if let metrics, let start {
                metrics.committed(
                    operations: group.count, isDurable: isFullySynchronous ?? true,
                    after: metrics.monotonic() - start, logBytes: checkpointer?.logSize)
            }
            if let onCommit {
                onCommit(CommitRecord(verbs: group.map(\.verb), isDurable: isFullySynchronous ?? true))
            }
            for deliver in deliveries { deliver() }
        } catch {
            metrics?.failed()
            let failure = StoreError(databaseError: error)
            if failure.isTransient || group.count == 1 {
                // The disk or another program is in the way: every operation would meet the same, each after a wait.
                for operation in group { operation.fail(failure) }
            } else {
                // One operation spoils the group: alone, it fails for itself.
                for operation in group { commit([operation]) }
            }
        }
    }

    private func transact(_ group: [WriteOperation]) throws -> [@Sendable () -> Void] {
        try setSynchronous(full: group.contains(where: \.isDurable))
        let now = clock.now()
        let (tables, rules, memory) = (tables, rules, memory)
        let deliveries = try pool.writeWithoutTransaction { database in
            tables.database = database
            defer { tables.database = nil }
            var deliveries: [@Sendable () -> Void] = []
            deliveries.reserveCapacity(group.count)
            do {
                try database.inTransaction(.immediate) {
                    // Nobody else can write now; whether somebody has since the last group is known by this number.
                    let version = try tables.dataVersion()
                    if version != memory.version { memory.rows.forget() }
                    memory.version = version
                    var transaction = QueueTransaction(tables: tables, now: now, rules: rules, memory: memory.rows)
                    for operation in group { deliveries.append(try operation.apply(&transaction)) }
                    try transaction.flush()
                    return .commit
                }
            } catch {
                memory.rows.forget()
                throw error
            }
            memory.rows.trim()
            return deliveries
        }
        checkpointIfDue()
        return deliveries
    }

    /// Moves the log into the file in a transaction that writes nothing: only when everything has been moved can the next
    /// writer begin the log anew. If it fails the log stays as long as it is; a full disk will be met by a commit itself.
    private func checkpointIfDue() {
        guard checkpointer?.isDue() == true else { return }
        try? pool.writeWithoutTransaction { database in
            try database.inTransaction(.immediate) {
                checkpointer?.checkpoint()
                return .rollback
            }
        }
    }

    /// The mode cannot change inside a transaction, and GRDB begins with NORMAL.
    private func setSynchronous(full: Bool) throws {
        guard isFullySynchronous != full else { return }
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = \(full ? "FULL" : "NORMAL")") }
        isFullySynchronous = full
    }
}
