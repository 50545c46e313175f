package import JobModel
package import JobStore
import Synchronization

/// A queue in a PostgreSQL database: as many workers as one likes, on as many machines, all of them correct together.
///
/// Every process has one connection that writes, in groups, and a few that read. What workers must not do at the same
/// time is kept apart by locks in the database (`LockScope`); a worker that is not heard of for longer than its lease
/// loses its jobs to the others, and fences keep its late writes out.
package final class PostgresJobStore: JobStore {
    /// How the database is used.
    package struct Options: Sendable {
        /// The numbers that decisions depend on.
        package var rules: QueueRules
        /// Whether a missing or older schema is brought up to date.
        package var migrates: Bool
        /// Whether this is a worker: it is woken by others, and looks after workers that have died.
        package var isWorker: Bool
        /// Whether the server's clock decides, as it must where several machines work together. A clock that is not the
        /// world's decides by itself.
        package var usesServerClock: Bool
        /// How often a worker that can be woken looks for changes all the same. At each call when zero.
        package var pollEvery: Duration
        /// Connections that read.
        package var readers: Int
        /// Counts commits; nobody does by default.
        package var metrics: PostgresStoreMetrics?

        package init(
            rules: QueueRules = QueueRules(), migrates: Bool = true, isWorker: Bool = false,
            usesServerClock: Bool = true, pollEvery: Duration = .zero, readers: Int = 2,
            metrics: PostgresStoreMetrics? = nil
        ) {
            self.rules = rules
            self.migrates = migrates
            self.isWorker = isWorker
            self.usesServerClock = usesServerClock
            self.pollEvery = pollEvery
            self.readers = readers
            self.metrics = metrics
        }
    }

    /// Where the database is, without user and password.
    package let address: ServerAddress
    let clock: ServerClock
    let options: Options
    let writer: GroupWriter
    private let readers: ReaderPool
    let listener: Listener?
    let marks = Mutex(ChangeMarks())
    /// What this process has claimed.
    let runs = KnownRuns()
    /// Until when this process's lease lasts, as it last wrote down.
    let beat = Mutex<Timestamp?>(nil)

    /// Connects and brings the schema up to date.
    ///
    /// Blocks its thread for as long as that takes.
    ///
    /// - Parameter clock: This machine's time.
    /// - Throws: `StoreError` that says what is wrong and what to do.
    package init(
        _ address: ServerAddress, options: Options = Options(), clock: @escaping @Sendable () -> Timestamp
    ) throws {
        self.address = address
        self.options = options
        let clock = ServerClock(clock)
        self.clock = clock
        do {
            let connection = try Connection(address)
            if options.usesServerClock { try clock.measure(connection) }
            let upgrade = SchemaUpgrade()
            if options.migrates {
                _ = try upgrade.up(connection, now: clock.now())
            } else if try upgrade.isOutdated(connection) {
                throw StoreError(.schema, "The database's schema is out of date. Run 'spworker migrate up'.")
            }
            let rows = try connection.run(
                "SELECT coalesce(max(greatest(turn, coalesce(waiting_turn, 0))), 0) FROM lane")
            let listener = options.isWorker && address.pooling == .session ? Listener(address) : nil
            self.listener = listener
            writer = GroupWriter(
                address, rules: options.rules, clock: clock, turn: rows[0].int64(0), isWorker: options.isWorker,
                metrics: options.metrics, onChange: { listener?.tell() })
            readers = ReaderPool(address, size: max(1, options.readers), clock: clock)
        } catch {
            throw StoreError(serverError: error, at: address)
        }
    }

    /// Closes the connections. Queued writes are finished first.
    package func close() async {
        await writer.close()
        await readers.close()
        await listener?.close()
    }

    func write<Value: Sendable>(
        _ reach: Reach, _ phase: WriteOperation.Phase = .other, durable: Bool, wakes: Bool = false, alone: Bool = false,
        repeatable: Bool = true,
        _ body: @escaping @Sendable (inout QueueTransaction<PostgresTables>) throws -> Value
    ) async throws -> Value {
        let value = try await writer.write(
            phase, reach, durable: durable, wakes: wakes, alone: alone, repeatable: repeatable, body)
        if wakes { marks.withLock { $0.own += 1 } }
        return value
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (PostgresTables) throws -> Value) async throws -> Value {
        try await readers.read(isSnapshot: false, body)
    }

    func read<Value: Sendable>(
        reader body: @escaping @Sendable (QueueReader<PostgresTables>) throws -> Value
    ) async throws -> Value {
        let now = clock.now()
        return try await readers.read(isSnapshot: true) { try body(QueueReader(tables: $0, now: now)) }
    }

    package func salt() async throws -> [UInt8] {
        let text = try await read { try $0.setting("salt") } ?? ""
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
}
