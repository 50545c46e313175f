package import JobModel

/// One transaction on a queue: the domain's verbs, written once for all stores.
///
/// Rows of lanes, authorizations and limiters are read at most once and written back by `flush()`; jobs are written at once.
/// The verbs live in extensions, one file a concern.
package struct QueueTransaction<Tables: QueueTables> {
    package let tables: Tables
    /// The present. One instant serves the whole transaction.
    package let now: Timestamp
    package let rules: QueueRules

    var applications = RowCache<ApplicationRow>()
    var authorizations = RowCache<AuthorizationRow>()
    var lanes = RowCache<LaneRow>()
    var limiters = RowCache<ApplicationLimiterRow>()
    /// Ids of authorizations that were looked up: many jobs of one transaction belong to the same few.
    var authorizationIDs: [AuthorizationKey: Int64] = [:]
    /// Lanes that have been brought in line with the configuration in this transaction.
    var placedLanes: [LaneKey: PlacedLane] = [:]
    var countChanges: [JobState: Int] = [:]

    /// Begins to work on `tables`, which must be inside a transaction of their own.
    package init(tables: Tables, now: Timestamp, rules: QueueRules) {
        self.tables = tables
        self.now = now
        self.rules = rules
    }

    /// Writes back what changed. Must be called before the tables' transaction commits.
    package mutating func flush() throws {
        try flushRows()
        let changes = countChanges.filter { $0.value != 0 }
        if !changes.isEmpty { try tables.addToCounts(changes) }
        countChanges = [:]
    }

    /// Writes back cached rows, so that queries over them see the present.
    mutating func flushRows() throws {
        for row in applications.takeChanges() { try tables.update(row) }
        for row in authorizations.takeChanges() { try tables.update(row) }
        for row in limiters.takeChanges() { try tables.update(row) }
        for row in lanes.takeChanges() { try tables.update(row) }
    }

    // MARK: Cached rows

    mutating func application(_ id: Int64) throws -> ApplicationRow {
        if let row = applications[id] { return row }
        guard let row = try tables.application(id: id) else { throw QueueInconsistency.missing("application", id) }
        applications.load(row, id: id)
        return row
    }

    mutating func authorization(_ id: Int64) throws -> AuthorizationRow {
        if let row = authorizations[id] { return row }
        guard let row = try tables.authorization(id: id) else { throw QueueInconsistency.missing("authorization", id) }
        authorizations.load(row, id: id)
        return row
    }

    mutating func lane(_ id: Int64) throws -> LaneRow {
        if let row = lanes[id] { return row }
        guard let row = try tables.lane(id: id) else { throw QueueInconsistency.missing("lane", id) }
        lanes.load(row, id: id)
        return row
    }

    mutating func limiter(_ id: Int64) throws -> ApplicationLimiterRow {
        if let row = limiters[id] { return row }
        guard let row = try tables.applicationLimiter(id: id) else {
            throw QueueInconsistency.missing("application limiter", id)
        }
        limiters.load(row, id: id)
        return row
    }

    mutating func save(_ row: ApplicationRow) { applications.change(row, id: row.id) }
    mutating func save(_ row: AuthorizationRow) { authorizations.change(row, id: row.id) }
    mutating func save(_ row: LaneRow) { lanes.change(row, id: row.id) }
    mutating func save(_ row: ApplicationLimiterRow) { limiters.change(row, id: row.id) }

    /// Writes a job and keeps the counts true. `before` is the state that the stored row has.
    mutating func save(_ job: JobRow, before: JobState) throws {
        try tables.update(job)
        if job.state != before {
            countChanges[before, default: 0] -= 1
            countChanges[job.state, default: 0] += 1
        }
    }
}

/// A lane, and what the configuration says of it.
struct PlacedLane {
    let id: Int64
    let plan: LanePlan
    let applicationRate: Double?
}

/// Rows that were read or changed in this transaction.
struct RowCache<Row> {
    private var rows: [Int64: Row] = [:]
    private var changed: Set<Int64> = []

    subscript(id: Int64) -> Row? { rows[id] }

    mutating func load(_ row: Row, id: Int64) {
        rows[id] = row
    }

    mutating func change(_ row: Row, id: Int64) {
        rows[id] = row
        changed.insert(id)
    }

    mutating func takeChanges() -> [Row] {
        guard !changed.isEmpty else { return [] }
        defer { changed.removeAll(keepingCapacity: true) }
        return changed.sorted().compactMap { rows[$0] }
    }
}

/// The tables contradict themselves: somebody changed them by hand, or there is a defect here.
package struct QueueInconsistency: Error, CustomStringConvertible {
    package let description: String

    static func missing(_ what: String, _ id: Int64) -> QueueInconsistency {
        QueueInconsistency(description: "the database names \(what) \(id), which it does not hold")
    }
}
