/// Makes rows of the job table out of those that are there. Speaks to the file directly, so nothing else may have it
/// open.
struct BacklogCopies {
    /// What the copies are.
    enum Sort {
        /// As the originals, a little younger.
        case waiting
        /// As the originals, but for a day that nobody will live to see.
        case future
        /// Done by a first run.
        case succeeded
        /// Refused in a first run.
        case failed
    }

    private let database: RawConnection
    /// The first rows, which are copied over and over.
    private let seeds: Int

    /// Opens the file.
    ///
    /// - Throws: `Failure`.
    init(path: String, seeds: Int) throws {
        database = try RawConnection(path: path)
        self.seeds = seeds
    }

    /// Adds rows, and keeps the kept counts true. Blocks its thread.
    ///
    /// - Parameter isStopped: Asked before each statement.
    /// - Throws: `Failure`, and `CancellationError` when it was stopped.
    func add(_ sort: Sort, _ count: Int, isStopped: () -> Bool) throws {
        // A file that nobody else has and that is thrown away after a failure needs no log.
        try database.execute(
            "PRAGMA cache_size = -200000; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN EXCLUSIVE")
        var left = count
        var round = 1
        while left > 0 {
            if isStopped() { throw CancellationError() }
            let rows = min(left, seeds)
            try database.execute(Self.copy(sort, rows: rows, round: round))
            left -= rows
            round += 1
        }
        try database.execute(
            """
            INSERT INTO counter (state, jobs) VALUES (\(Self.state(sort)), \(count))
                ON CONFLICT (state) DO UPDATE SET jobs = jobs + \(count);
            COMMIT;
            PRAGMA journal_mode = WAL;
            """)
    }

    private static func state(_ sort: Sort) -> Int {
        switch sort {
        case .waiting, .future: 0
        case .succeeded: 2
        case .failed: 3
        }
    }

    private static func copy(_ sort: Sort, rows: Int, round: Int) -> String {
        let hasRun = sort == .succeeded || sort == .failed
        let runAt = sort == .future ? "4102444800000000" : "run_at"
        // They have the highest numbers.
        let new = "FROM job WHERE id > (SELECT max(id) FROM job) - \(rows) ORDER BY id"
        let places =
            if hasRun {
                """
                INSERT INTO job_ended (job_id, state, finished_at, run, started_at, result_status, result_bytes,
                    result_inline)
                SELECT id, \(state(sort)), created_at, 1, created_at,
                    \(sort == .succeeded ? "200, 2, '{}'" : "NULL, NULL, NULL") \(new)
                """
            } else {
                "INSERT INTO job_waiting (lane_id, priority, run_at, job_id) SELECT lane_id, priority, run_at, id \(new)"
            }
        return """
            INSERT INTO job (kind, lane_id, authorization_id, operation, priority, run_at, max_attempts, created_at,
                params, options, error_kind, error_message, error_status)
            SELECT kind, lane_id, authorization_id, operation, priority, \(runAt) + \(round), max_attempts,
                created_at + \(round), params, options,
                \(sort == .failed ? "'badRequest', 'Amazon refused the request.', 400" : "NULL, NULL, NULL")
            FROM job WHERE id <= \(rows) ORDER BY id;
            \(places)
            """
    }
}
