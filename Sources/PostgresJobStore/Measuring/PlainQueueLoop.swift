import JobStore

/// The plainest queue that PostgreSQL can be for several workers: a table, and a batch of jobs claimed by one statement
/// with SKIP LOCKED and ended by another one.
///
/// A claim writes down who has the job since when and is committed before the work would begin; an end writes down when.
/// It knows no lanes, limits or fences. What it reaches is the measure for everything that does more.
package struct PlainQueueLoop: Sendable {
    /// Rows in one insertion.
    private static let chunk = 1000

    private let address: ServerAddress
    private let jobs: Int
    private let batch: Int

    /// - Parameters:
    ///   - address: An empty schema.
    ///   - jobs: How many jobs it works off.
    ///   - batch: Jobs in one claim.
    package init(_ address: ServerAddress, jobs: Int, batch: Int) {
        self.address = address
        self.jobs = jobs
        self.batch = batch
    }

    private static let schema = """
        CREATE TABLE plain_job (
            id BIGINT PRIMARY KEY,
            state SMALLINT NOT NULL DEFAULT 0,
            priority SMALLINT NOT NULL DEFAULT 5,
            run_at BIGINT NOT NULL DEFAULT 1767225600000000,
            kind TEXT NOT NULL,
            params TEXT NOT NULL,
            worker TEXT,
            started_at BIGINT,
            finished_at BIGINT
        ) WITH (fillfactor = 70);
        CREATE INDEX plain_job_waiting ON plain_job (priority, run_at, id) WHERE state = 0;
        """

    /// Makes a table with waiting jobs. Blocks.
    ///
    /// - Parameters:
    ///   - parameters: What each job has as parameters.
    ///   - isStopped: Asked before each transaction.
    /// - Throws: `StoreError`, and `CancellationError` when it was stopped.
    package func fill(parameters: String, isStopped: () -> Bool) throws {
        try reporting {
            let connection = try Connection(address)
            try connection.run(script: Self.schema)
            for start in stride(from: 0, to: jobs, by: Self.chunk) {
                if isStopped() { throw CancellationError() }
                try connection.run(
                    """
                    INSERT INTO plain_job (id, kind, params)
                    SELECT n, 'request', $3 FROM generate_series($1::bigint, $2::bigint) AS n
                    """, [String(start + 1), String(min(start + Self.chunk, jobs)), parameters])
            }
            try connection.run(script: "ANALYZE plain_job")
        }
    }

    /// Works jobs off, beside others that do the same, until none is left. Blocks.
    ///
    /// - Parameter isStopped: Asked before each transaction.
    /// - Returns: How many jobs it has had.
    /// - Throws: `StoreError`, and `CancellationError` when it was stopped.
    package func work(as worker: String, isStopped: () -> Bool) throws -> Int {
        try reporting {
            let connection = try Connection(address)
            var done = 0
            while true {
                if isStopped() { throw CancellationError() }
                let claimed = try connection.run(
                    """
                    WITH due AS MATERIALIZED (
                        SELECT id FROM plain_job WHERE state = 0 AND run_at <= 1767225600000000
                        ORDER BY priority, run_at, id LIMIT \(batch) FOR UPDATE SKIP LOCKED)
                    UPDATE plain_job AS j SET state = 1, worker = $1, started_at = 1767225600000000
                    FROM due WHERE j.id = due.id RETURNING j.id, j.params
                    """, [worker])
                if claimed.count == 0 { return done }
                // Here the jobs would be run.
                let ids = ArrayText((0..<claimed.count).map { claimed[$0].int64(0) })
                done += try connection.run(
                    """
                    UPDATE plain_job SET state = 2, worker = NULL, finished_at = 1767225600000000
                    WHERE id = ANY($1::bigint[]) AND worker = $2 AND state = 1
                    """, [ids.stored, worker]
                ).changed
            }
        }
    }

    private func reporting<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as CancellationError { throw error } catch {
            throw StoreError(serverError: error, at: address)
        }
    }
}
