import Dispatch
import JobModel
import JobStore
import Synchronization

/// The one connection of this process that writes.
///
/// Everything that writes is queued here. The writer takes what is there, never waiting for more: while one group
/// commits, the next one gathers. A group is one transaction, on the writer's own thread. Other processes write at the
/// same time.
actor GroupWriter {
    /// The most operations in one group.
    static let largestGroup = 256
    /// How often a transaction is tried that others got in the way of.
    private static let mostTries = 5

    private struct Queue {
        var operations: [WriteOperation] = []
        /// Changes that nobody waits for and that met trouble: they go along with the next group.
        var postponed: [WriteOperation] = []
        var isScheduled = false
    }

    private let executor = ThreadExecutor(label: "spworker.postgres.writer")
    private let address: ServerAddress
    private let rules: QueueRules
    private let clock: ServerClock
    private let link: Link
    /// How often the server is asked what became of a commit, four times a second. A worker goes on asking for longer than
    /// its usual lease: jobs that it has claimed without knowing are the others' by then.
    private let looksAfterCommit: Int
    private let turns: TurnCounter
    private let owners = KnownOwners()
    private let kept = KeptRows()
    private nonisolated let queue = Mutex(Queue())
    /// Which sellers this worker serves first.
    nonisolated let share = Mutex(SellerShare.all)
    private let metrics: PostgresStoreMetrics?
    /// Told when a group that may let a worker do more has been committed.
    private let onChange: @Sendable () -> Void

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(
        _ address: ServerAddress, rules: QueueRules, clock: ServerClock, turn: Int64, isWorker: Bool = false,
        metrics: PostgresStoreMetrics? = nil, onChange: @escaping @Sendable () -> Void
    ) {
        self.address = address
        self.rules = rules
        self.clock = clock
        looksAfterCommit = isWorker ? 240 : 60
        link = Link(address) { clock.present() }
        turns = TurnCounter(last: turn)
        self.onChange = onChange
        self.metrics = metrics
    }

    // MARK: Queueing

    /// Queues a change and returns when it is committed.
    nonisolated func write<Value: Sendable>(
        _ phase: WriteOperation.Phase, _ reach: Reach, durable: Bool, wakes: Bool, alone: Bool = false,
        repeatable: Bool = true,
        _ body: @escaping @Sendable (inout QueueTransaction<PostgresTables>) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            submit(
                WriteOperation(
                    phase: phase, reach: reach, isDurable: durable, wakes: wakes, isAlone: alone,
                    isRepeatable: repeatable,
                    apply: { transaction in
                        let value = try body(&transaction)
                        return { continuation.resume(returning: value) }
                    },
                    fail: { continuation.resume(throwing: $0) }))
        }
    }

    /// Queues a change that nobody waits for.
    nonisolated func submit(_ operation: WriteOperation) {
        let mustSchedule = queue.withLock { queue in
            queue.operations.append(operation)
            defer { queue.isScheduled = true }
            return !queue.isScheduled
        }
        if mustSchedule { executor.queue.async { self.assumeIsolated { $0.commitQueued() } } }
    }

    /// Keeps a change that met trouble for the next group that something else begins. Queued at once it would be tried
    /// without end while the server is away.
    nonisolated func postpone(_ operation: WriteOperation) {
        queue.withLock { $0.postponed.append(operation) }
    }

    /// Asks the server for its time.
    func measureClock() throws {
        do { try clock.measure(link.open()) } catch {
            link.recover()
            throw StoreError(serverError: error, at: address)
        }
    }

    /// Commits what is queued, then closes the connection. What was postponed has one more try.
    func close() {
        while commitGroup() {}
        let postponed = queue.withLock { $0.postponed }
        if !postponed.isEmpty { commit(postponed) }
        link.close()
    }

    // MARK: Committing

    /// Commits one group and comes back for the next: whoever waits for the actor has a turn in between.
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
        commit(
            group.enumerated().sorted { ($0.element.phase, $0.offset) < ($1.element.phase, $1.offset) }.map(\.element))
        return true
    }

    private func commit(_ group: [WriteOperation]) {
        let start = metrics?.monotonic()
        do {
            let deliveries = try transact(group)
            if let metrics, let start {
                metrics.committed(
                    operations: group.count, isDurable: group.contains(where: \.isDurable),
                    after: metrics.monotonic() - start)
            }
            if group.contains(where: \.wakes) { onChange() }
            for deliver in deliveries { deliver() }
        } catch {
            metrics?.failed()
            let failure = StoreError(serverError: error, at: address)
            if failure.isTransient || group.count == 1 {
                // The server or another program is in the way: every operation would meet the same, each after a wait.
                for operation in group { operation.fail(failure) }
            } else {
                // One operation spoils the group: alone, it fails for itself.
                for operation in group { commit([operation]) }
            }
        }
    }

    private func transact(_ group: [WriteOperation]) throws -> [@Sendable () -> Void] {
        var reach = group.reduce(into: Reach()) { $0.add($1.reach) }
        var tries = 1
        while true {
            do {
                return try tryOnce(group, reach)
            } catch is NeedsWholeQueue {
                reach.isWholeQueue = true
            } catch let error as ServerError
                where error.isWorthRepeating && tries < Self.mostTries
                && group.allSatisfy(\.isRepeatable)
            {
                tries += 1
            }
        }
    }

    private func tryOnce(_ group: [WriteOperation], _ reach: Reach) throws -> [@Sendable () -> Void] {
        let tables = try begin(
            reach, durable: group.contains(where: \.isDurable), looks: group.contains { $0.phase == .claim })
        do {
            turns.now = clock.now()
            try tables.lock(reach)
            var transaction = QueueTransaction(tables: tables, now: turns.now, rules: rules)
            let deliveries = try group.map { try $0.apply(&transaction) }
            try transaction.flush()
            if group.contains(where: \.wakes) { try tables.markChange() }
            try commit(tables)
            kept.commit()
            return deliveries
        } catch {
            kept.forget()
            link.recover()
            throw error
        }
    }

    /// Begins a transaction and takes the queue's lock. A connection that was lost since the last one is made anew.
    private func begin(_ reach: Reach, durable: Bool, looks: Bool) throws -> PostgresTables {
        func begin(on connection: Connection) throws -> PostgresTables {
            let tables = PostgresTables(
                connection, scope: reach.isWholeQueue ? .wholeQueue : .rows(LockedRows()), turns: turns,
                owners: owners, kept: kept, share: share.withLock(\.self), headSize: rules.perVisit + 1)
            try tables.begin(reach, durable: durable, looks: looks)
            return tables
        }
        do {
            return try begin(on: link.open())
        } catch {
            kept.forget()
            link.recover()
            guard (error as? ServerError)?.isConnectionLost ?? false else { throw error }
            return try begin(on: link.open())
        }
    }

    /// Commits. When the connection is lost in the midst of it, the server is asked what became of the transaction.
    private func commit(_ tables: PostgresTables) throws {
        let number = try tables.finish()
        do {
            try tables.connection.run("COMMIT")
        } catch let error as ServerError where error.isConnectionLost {
            link.recover()
            guard let number, try hasCommitted(number) else { throw error }
        }
    }

    /// Waits for the server for a while: without it there is nothing else to do, and not to know is worse.
    private func hasCommitted(_ number: Int64) throws -> Bool {
        for _ in 0..<looksAfterCommit {
            do {
                let rows = try link.open().run("SELECT txid_status($1)", [String(number)])
                let status = rows.count == 1 ? rows[0].optionalText(0) : nil
                if status != "in progress" { return status == "committed" }
            } catch let error as ServerError where error.isConnectionLost {
                link.recover()
            }
            Pause.wait(milliseconds: 250)
        }
        throw StoreError(
            .inputOutput,
            "The connection to \(address) broke at the very moment of a commit, and the server has not come back to tell what "
                + "became of it. Look before you repeat what you asked for.")
    }
}
