package import JobModel

/// One transaction on a queue: the domain's verbs, written once for all stores.
///
/// Rows are read at most once and written back together: by `flushRows()` before a query that looks for rows by what they hold,
/// and by `flush()` at the end. The verbs live in extensions, one file a concern.
package struct QueueTransaction<Tables: QueueTables> {
    package let tables: Tables
    /// The present. One instant serves the whole transaction.
    package let now: Timestamp
    package let rules: QueueRules

    /// The rows that were read, or changed and not yet written back.
    let memory: QueueMemory
    var countChanges: [JobState: Int] = [:]
    /// What has been counted in this transaction.
    var tally = TallyCounts()

    /// Begins to work on `tables`, which must be inside a transaction of their own.
    ///
    /// - Parameter memory: What earlier transactions have read, if the tables still hold it.
    package init(tables: Tables, now: Timestamp, rules: QueueRules, memory: QueueMemory = QueueMemory()) {
        self.memory = memory
        self.tables = tables
        self.now = now
        self.rules = rules
    }

    /// Writes back what changed. Must be called before the tables' transaction commits.
    package mutating func flush() throws {
        try flushRows()
        try flushTallies()
        let changes = countChanges.filter { $0.value != 0 }
        if !changes.isEmpty { try tables.addToCounts(changes) }
        countChanges = [:]
    }

    /// Writes back cached rows, so that queries over them see the present.
    mutating func flushRows() throws {
        let tables = tables
        try memory.applications.takeChanges { row, stored in if row != stored { try tables.update(row) } }
        try memory.authorizations.takeChanges { try tables.update($0, was: $1) }
        try memory.limiters.takeChanges { row, stored in if row != stored { try tables.update(row) } }
        try memory.lanes.takeChanges { try tables.update($0, was: $1) }
        try flushJobs()
    }

    /// Writes back cached jobs, so that queries over jobs see the present.
    mutating func flushJobs() throws {
        guard memory.jobs.changedCount > 0 else { return }
        var changes: [JobChange] = []
        changes.reserveCapacity(memory.jobs.changedCount)
        // Only jobs that run are soon asked for again.
        memory.jobs.takeChanges(
            keeping: { $0.state == .running }, { changes.append(JobChange(row: $0, was: $1)) })
        try tables.update(changes)
    }

    // MARK: Cached rows

    mutating func application(_ id: Int64) throws -> ApplicationRow {
        if let row = memory.applications[id] { return row }
        guard let row = try tables.application(id: id) else { throw QueueInconsistency.missing("application", id) }
        memory.applications.load(row, id: id)
        return row
    }

    mutating func authorization(_ id: Int64) throws -> AuthorizationRow {
        if let row = memory.authorizations[id] { return row }
        guard let row = try tables.authorization(id: id) else { throw QueueInconsistency.missing("authorization", id) }
        memory.authorizations.load(row, id: id)
        return row
    }

    mutating func lane(_ id: Int64) throws -> LaneRow {
        if let row = memory.lanes[id] { return row }
        guard let row = try tables.lane(id: id) else { throw QueueInconsistency.missing("lane", id) }
        memory.lanes.load(row, id: id)
        return row
    }

    mutating func limiter(_ id: Int64) throws -> ApplicationLimiterRow {
        if let row = memory.limiters[id] { return row }
        guard let row = try tables.applicationLimiter(id: id) else {
            throw QueueInconsistency.missing("application limiter", id)
        }
        memory.limiters.load(row, id: id)
        return row
    }

    mutating func save(_ row: consuming ApplicationRow) {
        let id = row.id
        memory.applications.change(row, id: id)
    }

    mutating func save(_ row: consuming AuthorizationRow) {
        let id = row.id
        memory.authorizations.change(row, id: id)
    }

    mutating func save(_ row: consuming LaneRow) {
        let id = row.id
        memory.lanes.change(row, id: id)
    }

    mutating func save(_ row: consuming ApplicationLimiterRow) {
        let id = row.id
        memory.limiters.change(row, id: id)
    }

    /// The job, or `nil` when there is none with this number.
    mutating func job(_ id: JobID) throws -> JobRow? {
        if let row = memory.jobs[id.value] { return row }
        guard let row = try tables.job(id: id) else { return nil }
        memory.jobs.load(row, id: id.value)
        return row
    }

    /// Takes note of a row that a query has read.
    mutating func load(_ job: JobRow) { memory.jobs.load(job, id: job.id.value) }

    /// Changes a job and keeps the counts true. `before` is the state that it had.
    mutating func save(_ job: JobRow, before: JobState) throws {
        memory.jobs.change(job, id: job.id.value)
        if job.state != before {
            countChanges[before, default: 0] -= 1
            countChanges[job.state, default: 0] += 1
            if let end = TallyName(end: job.state) { tally.add(to: end) }
            try recordEnd(of: job, before: before)
        }
    }
}

/// A lane, and what the configuration says of it.
struct PlacedLane {
    let id: Int64
    let plan: LanePlan
    let applicationRate: Double?
}

/// The tables contradict themselves: somebody changed them by hand, or there is a defect here.
package struct QueueInconsistency: Error, CustomStringConvertible {
    package let description: String

    static func missing(_ what: String, _ id: Int64) -> QueueInconsistency {
        QueueInconsistency(description: "the database names \(what) \(id), which it does not hold")
    }
}
