/// Looks into a queue's file beside the worker that has it. Used on one thread.
struct QueueGlance {
    private let running: RawStatement
    private let workers: RawStatement

    /// Opens the file, which must hold a queue.
    ///
    /// - Throws: `Failure`.
    init(path: String) throws {
        let database = try RawConnection(path: path)
        try database.execute("PRAGMA busy_timeout = 1000; PRAGMA query_only = 1")
        running = try database.prepare("SELECT 1 FROM job_running LIMIT 1")
        workers = try database.prepare("SELECT 1 FROM worker LIMIT 1")
    }

    /// Whether a job runs.
    func hasRun() throws -> Bool { try Self.finds(running) }

    /// Whether a worker has announced itself.
    func hasWorker() throws -> Bool { try Self.finds(workers) }

    private static func finds(_ statement: RawStatement) throws -> Bool {
        var rows: [Int64] = []
        try statement.collect(into: &rows)
        return !rows.isEmpty
    }
}
