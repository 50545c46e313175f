package import JobModel
import Synchronization

/// A queue that lives and dies with its process: for tests, and for trying a job kind out.
package actor MemoryJobStore: JobStore {
    let tables = MemoryTables()
    private let rules: QueueRules
    let clock: @Sendable () -> Timestamp
    private let saltBytes: [UInt8]
    private nonisolated let notes = Mutex<[CallNote]>([])
    private nonisolated let mark = Mutex<Int64>(0)

    /// Makes an empty queue.
    ///
    /// - Parameters:
    ///   - rules: The numbers that decisions depend on.
    ///   - salt: The salt for fingerprints.
    ///   - clock: The present.
    package init(rules: QueueRules = QueueRules(), salt: [UInt8] = [], clock: @escaping @Sendable () -> Timestamp) {
        self.rules = rules
        self.clock = clock
        saltBytes = salt
    }

    func write<Value>(
        wakes: Bool = false, _ body: (inout QueueTransaction<MemoryTables>) throws -> Value
    ) throws -> Value {
        let pending = notes.withLock { notes in
            defer { notes = [] }
            return notes
        }
        if !pending.isEmpty {
            // By themselves: they stand even if what follows is refused.
            var transaction = QueueTransaction(tables: tables, now: clock(), rules: rules)
            for note in pending { try transaction.note(note) }
            try transaction.flush()
        }
        var transaction = QueueTransaction(tables: tables, now: clock(), rules: rules)
        let value = try body(&transaction)
        try transaction.flush()
        if wakes { mark.withLock { $0 += 1 } }
        return value
    }

    func read<Value>(_ body: (QueueReader<MemoryTables>) throws -> Value) throws -> Value {
        if notes.withLock({ !$0.isEmpty }) { try write { _ in } }
        return try body(QueueReader(tables: tables, now: clock()))
    }

    /// Writes a row into the inbox, as another program would.
    package func post(_ row: InboxRow) {
        tables.inbox[row.id] = row
        mark.withLock { $0 += 1 }
    }

    // MARK: JobStore

    /// The jobs are collected first: tables in memory cannot be rolled back.
    package func enqueue(stream: @escaping @Sendable () throws -> NewJob?) throws -> BulkEnqueued {
        var jobs: [NewJob] = []
        while let job = try stream() { jobs.append(job) }
        var next = jobs.makeIterator()
        return try write(wakes: true) { try $0.enqueue { next.next() } }
    }

    package func newInboxRows(limit: Int) throws -> [InboxRow] { tables.newInboxRows(limit: limit) }

    package func settle(_ answers: [(id: Int64, answer: InboxAnswer)]) throws {
        try write(wakes: true) { try $0.settle(answers) }
    }

    package func claim(_ request: ClaimRequest) throws -> Claim { try write { try $0.claim(request) } }
    package func permit(_ fence: RunFence) throws -> PermitAnswer { try write { try $0.permit(fence) } }

    package nonisolated func note(_ note: CallNote) {
        notes.withLock { $0.append(note) }
    }

    package func beginDoubt(_ fence: RunFence, note: String?) throws -> Bool {
        try write { try $0.beginDoubt(fence, note: note) }
    }

    package func checkpoint(_ fence: RunFence, _ checkpoint: Checkpoint) throws -> Bool {
        try write { try $0.checkpoint(fence, checkpoint) }
    }

    package func finish(_ end: RunEnd) throws -> Bool { try write { try $0.finish(end) } }

    package func cancelRequests(worker: WorkerID) -> [RunFence] {
        tables.cancelRequests(worker: worker).compactMap(\.fence)
    }

    package func heartbeat(_ worker: WorkerRow) { tables.save(worker) }
    package func retire(_ worker: WorkerID) { tables.deleteWorker(id: worker) }

    package func recover(as worker: WorkerID) throws -> Recovery {
        for other in tables.workers() where other.id != worker { tables.deleteWorker(id: other.id) }
        return try write { try $0.recover { $0 != worker } }
    }

    package func replan(_ plan: @escaping @Sendable (LaneKey) -> LanePlan?) throws {
        try write(wakes: true) { try $0.replan(plan) }
    }

    package func change(_ change: AuthorizationChange) throws { try write(wakes: true) { try $0.change(change) } }
    package func change(_ change: ApplicationChange) throws { try write(wakes: true) { try $0.change(change) } }
    package func tell(_ remark: SellerRemark) throws { try write(wakes: false) { try $0.tell(remark) } }
    package func tell(_ remark: ApplicationRemark) throws { try write(wakes: false) { try $0.tell(remark) } }

    package func pause(_ key: AuthorizationKey, reason: String?, actor: String) throws {
        try write(wakes: true) { try $0.pause(key, reason: reason, actor: actor) }
    }

    package func pause(application: String, reason: String?, actor: String) throws {
        try write(wakes: true) { try $0.pause(application: application, reason: reason, actor: actor) }
    }

    package func prune(_ retention: Retention) throws -> Int {
        var total = 0
        while true {
            let deleted = try write { try $0.prune(retention, chunk: 1000) }
            total += deleted
            if deleted < 1000 { return total }
        }
    }

    package func prove() throws { try write { try $0.prove() } }
    package func changeMark() -> Int64 { mark.withLock { $0 } }
    package func salt() -> [UInt8] { saltBytes }

    // MARK: QueueReading

    package func jobs(matching filter: JobFilter) throws -> [JobRecord] { try read { try $0.jobs(matching: filter) } }
    package func job(_ id: JobID) throws -> JobRecord? { try read { try $0.job(id) } }
    package func runningJobs() -> [JobRow] { tables.runningJobs() }
    package func attempts(of id: JobID) -> [AttemptRow] { tables.attempts(of: id) }
    package func counts() -> [JobState: Int] { tables.counts() }
    package func figures() throws -> QueueFigures { try read { try $0.figures() } }
    package func lanes() throws -> [LaneRecord] { try read { try $0.lanes() } }
    package func authorizations() -> [AuthorizationRow] { tables.authorizations() }
    package func troubledAuthorizations() -> [AuthorizationRow] { tables.troubledAuthorizations() }
    package func applications() -> [ApplicationRow] { tables.applications() }
    package func events(after id: Int64, limit: Int) -> [EventRow] { tables.events(after: id, limit: limit) }
    package func latestEvents(limit: Int) -> [EventRow] { tables.latestEvents(limit: limit) }
    package func latestEvents(of key: AuthorizationKey, limit: Int) -> [EventRow] {
        tables.latestEvents(of: key, limit: limit)
    }
    package func inboxRows(status: String?, limit: Int) -> [InboxRow] { tables.inboxRows(status: status, limit: limit) }
    package func inboxCount(status: String) -> Int { tables.inboxCount(status: status) }
    package func hasDrainableJobs(startedAt: Timestamp) -> Bool { tables.hasDrainableJobs(startedAt: startedAt) }
    package func workers() -> [WorkerRow] { tables.workers() }
}
