import JobModel
import JobStore

/// The queue's tables in PostgreSQL, inside one transaction. The statements live in extensions, one file a group of
/// tables.
///
/// A trip to the server costs more than the work there, so rows are fetched together before they are asked for
/// (`FetchedRows`), and changes of the hot tables are kept back (`PendingWrites`) until something is read or the
/// transaction ends.
package final class PostgresTables: QueueTables {
    let connection: Connection
    /// What the transaction may change.
    var scope: LockScope
    /// How many waiting jobs of a due lane are fetched in advance.
    let headSize: Int
    var fetched = FetchedRows()
    private var pending = PendingWrites()
    private let turns: TurnCounter
    let owners: KnownOwners
    /// What earlier transactions have read of sellers that nobody else has changed since.
    let kept: KeptRows
    /// Which sellers are served first.
    let share: SellerShare
    /// Who owns the runs that this transaction is about, where that was known before.
    var owned: (places: [LaneOwners], schedules: [Int64])?
    /// Numbers for jobs that are yet to come.
    private var jobIDs: ArraySlice<Int64> = []
    private var expectedJobs = 0
    private var drawnJobs = 0
    /// What the queue says of suspects and deadlines, for as long as this transaction changes none.
    var outlook: QueueOutlook?

    init(
        _ connection: Connection, scope: LockScope, turns: TurnCounter = TurnCounter(),
        owners: KnownOwners = KnownOwners(), kept: KeptRows = KeptRows(), share: SellerShare = .all,
        headSize: Int = 5
    ) {
        self.share = share
        self.owners = owners
        self.kept = kept
        self.connection = connection
        self.scope = scope
        self.turns = turns
        self.headSize = headSize
    }

    package func nextTurn() -> Int64 { turns.next() }

    // MARK: Statements

    /// Runs a statement that returns no rows.
    func execute(_ sql: String, _ values: [(any Bindable)?] = []) throws { _ = try run(sql, values) }

    /// Runs an insertion and returns the new row's id.
    func insert(_ sql: String, _ values: [(any Bindable)?]) throws -> Int64 {
        try first("\(sql) RETURNING id", values) { $0.int64(0) } ?? 0
    }

    /// Runs a deletion or update and returns how many rows it changed.
    func change(_ sql: String, _ values: [(any Bindable)?]) throws -> Int { try run(sql, values).changed }

    func rows<Value>(
        _ sql: String, _ values: [(any Bindable)?] = [], _ decode: (Columns) throws -> Value
    ) throws -> [Value] {
        let rows = try run(sql, values)
        return try (0..<rows.count).map { try decode(rows[$0]) }
    }

    func first<Value>(
        _ sql: String, _ values: [(any Bindable)?] = [], _ decode: (Columns) throws -> Value
    ) throws -> Value? {
        let rows = try run(sql, values)
        return rows.count == 0 ? nil : try decode(rows[0])
    }

    private func run(_ sql: String, _ values: [(any Bindable)?]) throws -> Rows {
        try answers(to: [(sql, values)])[0]
    }

    /// Runs statements in one trip to the server, behind what was kept back. Returns what each of them yields.
    func answers(to statements: [PendingWrites.Statement]) throws -> [Rows] {
        let all = (takePending() + statements).map { (sql: $0.sql, values: ValueTexts($0.values)) }
        return try connection.run(together: all).suffix(statements.count)
    }

    // MARK: Writing together

    /// Writes what was kept back.
    func flush() throws {
        if !pending.isEmpty { _ = try answers(to: []) }
    }

    /// Writes what was kept back, the last thing before the transaction commits.
    ///
    /// - Returns: The transaction's number, if it has changed anything.
    func finish() throws -> Int64? {
        let rows = try answers(to: [("SELECT txid_current_if_assigned()", [])])[0]
        return rows.count == 1 ? rows[0].optionalInt64(0) : nil
    }

    private func takePending() -> [PendingWrites.Statement] {
        if pending.isEmpty { return [] }
        return pending.takeTaken(by: kept.writer) + pending.takeInserts() + pending.takeUpdates()
            + pending.takeCounting()
    }

    /// Writes new jobs that have become many, as those of a long file do.
    func flushIfLarge() throws {
        if pending.newJobs.size > 4 << 20 || pending.newBodies.size > 4 << 20 { try flush() }
    }

    /// Keeps a write back. Two changes of one row are not written together: their order counts.
    func write(_ body: (inout PendingWrites) -> Void, after needsFlush: (PendingWrites) -> Bool = { _ in false }) throws
    {
        if needsFlush(pending) { try flush() }
        body(&pending)
    }

    // MARK: Numbers of jobs

    /// Says that so many jobs are coming, so that their numbers are drawn together.
    func expectJobs(_ count: Int) { expectedJobs += count }

    func nextJobID() throws -> Int64 {
        if jobIDs.isEmpty {
            // Drawing them writes nothing that is kept back. Where nobody has said how many come, more are drawn each
            // time.
            let count = min(max(expectedJobs, drawnJobs, 1), 10_000)
            drawnJobs += count
            let rows = try connection.run(
                """
                SELECT nextval((SELECT pg_get_serial_sequence('job', 'id')::regclass)) FROM generate_series(1, $1::integer)
                """,
                [String(count)])
            jobIDs = ArraySlice((0..<rows.count).map { rows[$0].int64(0) })
        }
        expectedJobs = max(0, expectedJobs - 1)
        return jobIDs.removeFirst()
    }
}

/// Hands turns out: numbers that grow, also from one worker to another as far as their clocks agree.
final class TurnCounter {
    private var last: Int64
    /// The present.
    var now = Timestamp.distantPast

    init(last: Int64 = 0) {
        self.last = last
    }

    func next() -> Int64 {
        last = max(last + 1, now.microseconds)
        return last
    }
}
