import GRDB
package import JobModel
package import JobStore
import Synchronization

/// A queue in a SQLite file: one writer with group commit, and a few readers beside it.
///
/// One worker process has the file at a time; other processes may read it and put jobs in.
package final class SQLiteJobStore: JobStore {
    /// How the file is used.
    package struct Options: Sendable {
        /// The numbers that decisions depend on.
        package var rules: QueueRules
        /// Set for the worker: what the lock file says about it. Other processes leave it `nil` and take no lock.
        package var workerNote: String?
        /// Whether a missing or older schema is brought up to date.
        package var migrates: Bool
        /// How long a write waits for another program's transaction. 5 s.
        package var busyTimeout: Duration
        /// Told about every commit; for tests.
        package var onCommit: (@Sendable (CommitRecord) -> Void)?
        /// Counts commits; nobody does by default.
        package var metrics: SQLiteStoreMetrics?

        package init(
            rules: QueueRules = QueueRules(), workerNote: String? = nil, migrates: Bool = true,
            busyTimeout: Duration = .seconds(5), onCommit: (@Sendable (CommitRecord) -> Void)? = nil,
            metrics: SQLiteStoreMetrics? = nil
        ) {
            self.rules = rules
            self.workerNote = workerNote
            self.migrates = migrates
            self.busyTimeout = busyTimeout
            self.onCommit = onCommit
            self.metrics = metrics
        }
    }

    /// Where the file really is.
    package let path: String
    private let pool: DatabasePool
    private let writer: GroupWriter
    let clock: @Sendable () -> Timestamp
    private let lock: WorkerLock?
    private let checkpointer: Checkpointer?
    /// Counts this process's changes that may let a worker do more.
    private let changes = Mutex<Int64>(0)

    /// Opens the file, makes it when it is missing, and brings its schema up to date.
    ///
    /// Blocks its thread for as long as that takes.
    ///
    /// - Throws: `StoreError` that says what is wrong and what to do.
    package init(path: String, options: Options = Options(), clock: @escaping @Sendable () -> Timestamp) throws {
        self.path = try StoreFile.realPath(path)
        self.clock = clock
        lock = try options.workerNote.map { [path = self.path] in try WorkerLock(databasePath: path, note: $0) }
        pool = try StoreFile.open(self.path, busyTimeout: options.busyTimeout)
        do {
            let upgrade = SchemaUpgrade()
            let turn = try pool.writeWithoutTransaction { database in
                if options.migrates {
                    _ = try upgrade.up(database, now: clock())
                } else if try upgrade.isOutdated(database) {
                    throw StoreError(.schema, "The database's schema is out of date. Run 'spworker migrate up'.")
                }
                return try Int64.fetchOne(
                    database, sql: "SELECT max(max(turn), max(ifnull(waiting_turn, 0))) FROM lane") ?? 0
            }
            checkpointer = options.workerNote == nil ? nil : try Checkpointer(path: self.path)
            writer = GroupWriter(
                pool: pool, rules: options.rules, clock: clock, turn: turn, checkpointer: checkpointer,
                onCommit: options.onCommit, metrics: options.metrics)
        } catch {
            throw StoreError(databaseError: error)
        }
    }

    /// Closes the file and lets the next worker have it. Queued writes are finished first.
    package func close() async {
        await writer.close()
        checkpointer?.close()
        lock?.release()
    }

    func write<Value: Sendable>(
        _ verb: String, _ phase: WriteOperation.Phase = .other, durable: Bool, wakes: Bool = false,
        alone: Bool = false, _ body: @escaping @Sendable (inout QueueTransaction<SQLiteTables>) throws -> Value
    ) async throws -> Value {
        let value = try await writer.write(verb, phase, durable: durable, alone: alone, body)
        if wakes { changes.withLock { $0 += 1 } }
        return value
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (SQLiteTables) throws -> Value) async throws -> Value {
        do {
            return try await pool.read { database in
                let tables = SQLiteTables(lastTurn: 0)
                tables.database = database
                return try body(tables)
            }
        } catch {
            throw StoreError(databaseError: error)
        }
    }

    func read<Value: Sendable>(
        reader body: @escaping @Sendable (QueueReader<SQLiteTables>) throws -> Value
    ) async throws -> Value {
        let now = clock()
        return try await read { try body(QueueReader(tables: $0, now: now)) }
    }

    // MARK: Jobs come in

    package func newInboxRows(limit: Int) async throws -> [InboxRow] {
        try await read { try $0.newInboxRows(limit: limit) }
    }

    package func settle(_ answers: [(id: Int64, answer: InboxAnswer)]) async throws {
        try await write("settle", .enqueue, durable: true, wakes: true) { try $0.settle(answers) }
    }

    // MARK: Runs

    package func claim(_ request: ClaimRequest) async throws -> Claim {
        try await write("claim", .claim, durable: false) { try $0.claim(request) }
    }

    package func permit(_ fence: RunFence) async throws -> PermitAnswer {
        try await write("permit", .completion, durable: false) { try $0.permit(fence) }
    }

    package func note(_ note: CallNote) {
        let writer = writer
        @Sendable func operation() -> WriteOperation {
            WriteOperation(
                verb: "note", phase: .note, isDurable: false,
                apply: { transaction in
                    try transaction.note(note)
                    return {}
                },
                fail: { error in
                    // Forgotten, it would make the limiter too generous: it goes along with whatever is tried next.
                    if let error = error as? StoreError, error.isTransient { writer.postpone(operation()) }
                })
        }
        writer.submitPatiently(operation())
    }

    package func beginDoubt(_ fence: RunFence, note: String?) async throws -> Bool {
        try await write("sent", .completion, durable: true) { try $0.beginDoubt(fence, note: note) }
    }

    package func checkpoint(_ fence: RunFence, _ checkpoint: Checkpoint) async throws -> Bool {
        try await write("checkpoint", .completion, durable: checkpoint.isDurable) {
            try $0.checkpoint(fence, checkpoint)
        }
    }

    package func finish(_ end: RunEnd) async throws -> Bool {
        try await write("finish", .completion, durable: end.isDurable) { try $0.finish(end) }
    }

    package func cancelRequests(worker: WorkerID) async throws -> [RunFence] {
        try await read { try $0.cancelRequests(worker: worker).compactMap(\.fence) }
    }

    // MARK: Workers

    package func heartbeat(_ worker: WorkerRow) async throws {
        try await write("heartbeat", durable: false) { try $0.tables.save(worker) }
    }

    package func retire(_ worker: WorkerID) async throws {
        try await write("retire", durable: false) { try $0.tables.deleteWorker(id: worker) }
    }

    /// Whoever has the worker's lock is the only worker: every other one is dead.
    package func recover(as worker: WorkerID) async throws -> Recovery {
        guard lock != nil else {
            throw StoreError(.unexpected, "Only the worker that has the lock may take jobs back.")
        }
        return try await write("recover", durable: true) { transaction in
            for other in try transaction.tables.workers() where other.id != worker {
                try transaction.tables.deleteWorker(id: other.id)
            }
            // Nobody is left who could be getting a token.
            _ = try transaction.tables.deleteTokenTurns(endedBefore: Timestamp(microseconds: .max), limit: .max)
            return try transaction.recover { $0 != worker }
        }
    }

    package func replan(_ plan: @escaping @Sendable (LaneKey) -> LanePlan?) async throws {
        try await write("replan", durable: false, wakes: true) { try $0.replan(plan) }
    }

    // MARK: Authorizations and operators

    package func change(_ change: AuthorizationChange) async throws {
        try await write("authorization", durable: true, wakes: true) { try $0.change(change) }
    }

    package func change(_ change: ApplicationChange) async throws {
        try await write("application", durable: true, wakes: true) { try $0.change(change) }
    }

    package func tell(_ remark: SellerRemark) async throws {
        try await write("remark", durable: true, wakes: false) { try $0.tell(remark) }
    }

    package func tell(_ remark: ApplicationRemark) async throws {
        try await write("remark", durable: true, wakes: false) { try $0.tell(remark) }
    }

    package func pause(_ key: AuthorizationKey, reason: String?, actor: String) async throws {
        try await write("pause", durable: true, wakes: true) { try $0.pause(key, reason: reason, actor: actor) }
    }

    package func pause(application: String, reason: String?, actor: String) async throws {
        try await write("pause", durable: true, wakes: true) {
            try $0.pause(application: application, reason: reason, actor: actor)
        }
    }

    package func prune(_ retention: Retention) async throws -> Int {
        var total = 0
        while true {
            // Small chunks, each a group of its own: claims go between them.
            let deleted = try await write("prune", durable: false) { try $0.prune(retention, chunk: 1000) }
            total += deleted
            // A worker that stops does not wait for the rest; the next one goes on.
            if deleted < 1000 || Task.isCancelled { return total }
        }
    }

    package func prove() async throws { try await write("prove", durable: true) { try $0.prove() } }

    /// `PRAGMA data_version` on the writer sees other processes' commits and not its own; those are counted here.
    package func changeMark() async throws -> Int64 {
        let others = try await writer.run { pool in
            try pool.writeWithoutTransaction { try Int64.fetchOne($0, sql: "PRAGMA data_version") ?? 0 }
        }
        return others << 32 + changes.withLock { $0 }
    }

    package func salt() async throws -> [UInt8] {
        let text = try await readSetting("salt")
        var bytes: [UInt8] = []
        var rest = Substring(text)
        while rest.count >= 2, let byte = UInt8(rest.prefix(2), radix: 16) {
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        guard bytes.count == 32 else {
            throw StoreError(
                .corrupt, "The database has lost its salt, which fingerprints depend on. Restore a backup.")
        }
        return bytes
    }

    private func readSetting(_ name: String) async throws -> String {
        try await read { try $0.first("SELECT value FROM setting WHERE name = ?", [name]) { $0.text(0) } ?? "" }
    }
}
