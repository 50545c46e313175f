import Ports

/// The plainest queue that SQLite can be: a table, one connection, prepared statements, and many jobs in a transaction.
///
/// Jobs have a priority and a time from which they may run, as any queue with retries needs. A claim writes down who has the job
/// since when and is committed before the work would begin; an end writes down when. It knows no lanes, limits or fences.
/// What it reaches is what the disk and SQLite allow, and the measure for everything that does more.
struct RawQueueLoop: Sendable {
    /// Jobs in one transaction, where the fastest loop is meant.
    static let batch = 100

    /// How many jobs it works off.
    let jobs: Int
    /// Jobs in one transaction.
    var batch = RawQueueLoop.batch
    let timekeeper: any Timekeeper

    /// The same cache as the queue's writer has.
    private static let schema = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -16000;
        CREATE TABLE job (
            id INTEGER PRIMARY KEY,
            state INTEGER NOT NULL DEFAULT 0,
            priority INTEGER NOT NULL DEFAULT 5,
            run_at INTEGER NOT NULL DEFAULT 1767225600000000,
            kind TEXT NOT NULL,
            params TEXT NOT NULL,
            worker TEXT,
            started_at INTEGER,
            finished_at INTEGER
        ) STRICT;
        CREATE INDEX job_waiting ON job (priority, run_at, id) WHERE state = 0;
        """

    /// Makes a database with waiting jobs and works them off. Blocks its thread.
    ///
    /// - Parameter isStopped: Asked before each transaction.
    /// - Returns: How long the work took, without filling the table.
    /// - Throws: `Failure`, and `CancellationError` when it was stopped.
    func run(at path: String, isStopped: () -> Bool) throws -> Duration {
        let database = try RawConnection(path: path)
        try database.execute(Self.schema)
        try fill(database, isStopped)
        let start = timekeeper.monotonic()
        try work(database, isStopped)
        return timekeeper.monotonic() - start
    }

    private func fill(_ database: RawConnection, _ isStopped: () -> Bool) throws {
        let insert = try database.prepare(
            "INSERT INTO job (id, kind, params) VALUES (?, 'request', '\(QueueLoad.parameters)')")
        for start in stride(from: 0, to: jobs, by: QueueLoad.chunk) {
            if isStopped() { throw CancellationError() }
            try database.execute("BEGIN IMMEDIATE")
            for number in start..<min(start + QueueLoad.chunk, jobs) { try insert.run(Int64(number + 1)) }
            try database.execute("COMMIT")
        }
    }

    private func work(_ database: RawConnection, _ isStopped: () -> Bool) throws {
        let begin = try database.prepare("BEGIN IMMEDIATE")
        let select = try database.prepare(
            "SELECT id FROM job WHERE state = 0 AND run_at <= 1767225600000000 ORDER BY priority, run_at, id LIMIT \(batch)"
        )
        let claim = try database.prepare(
            "UPDATE job SET state = 1, worker = 'worker-1', started_at = 1767225600000000 WHERE id = ?")
        let finish = try database.prepare(
            "UPDATE job SET state = 2, worker = NULL, finished_at = 1767225600000000 WHERE id = ?")
        let commit = try database.prepare("COMMIT")
        var ids: [Int64] = []
        ids.reserveCapacity(batch)
        var done = 0
        while done < jobs {
            if isStopped() { throw CancellationError() }
            try begin.run()
            ids.removeAll(keepingCapacity: true)
            try select.collect(into: &ids)
            for id in ids { try claim.run(id) }
            try commit.run()
            // Here the jobs would be run.
            try begin.run()
            for id in ids { try finish.run(id) }
            try commit.run()
            guard !ids.isEmpty else {
                throw Failure(.no, "error: the bare loop found only \(done) of \(jobs) jobs; its figures mean nothing.")
            }
            done += ids.count
        }
    }
}
