import Foundation

/// The database as another program sees it: through the `sqlite3` command and the documented table and view.
struct QueueFile {
    /// There is no `sqlite3`, or it did not like a statement.
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    let workplace: Workplace
    let place: URL

    /// The path of the `sqlite3` command.
    ///
    /// - Throws: `Failed` when there is none.
    static func command() throws -> URL {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        let places = folders.map { URL(filePath: String($0)).appending(path: "sqlite3") }
        guard let place = places.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            throw Failed(description: "These tests need the sqlite3 command: apt-get install sqlite3")
        }
        return place
    }

    /// Runs a statement and returns what it prints.
    @discardableResult
    func execute(_ sql: String) async throws -> String {
        let end = try await workplace.start(
            Self.command(), ["-json", "-cmd", ".timeout 20000", place.path, sql]
        ).end()
        guard end.code == 0 else { throw Failed(description: "sqlite3: \(end.errors) \(sql.prefix(200))") }
        return end.output
    }

    /// The rows of a query.
    func rows<Row: Decodable>(_ sql: String, as type: Row.Type = Row.self) async throws -> [Row] {
        let text = try await execute(sql)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return text.isEmpty ? [] : try decoder.decode([Row].self, from: Data(text.utf8))
    }

    /// The jobs that meet a condition, in the order of their ids.
    func jobs(_ condition: String = "true") async throws -> [JobStatus] {
        try await rows("SELECT * FROM job_status WHERE \(condition) ORDER BY id")
    }

    /// How many jobs meet a condition.
    func count(_ condition: String = "true") async throws -> Int {
        struct Row: Decodable { let jobs: Int }
        return try await rows("SELECT count(*) AS jobs FROM job_status WHERE \(condition)", as: Row.self)[0].jobs
    }

    /// The rows that other programs wrote.
    func inbox() async throws -> [InboxRow] {
        try await rows(
            "SELECT id, status, job_id, error, created_at FROM inbox ORDER BY id")
    }

    /// Inserts one row for each seller and number, all in one transaction.
    func insert(_ operation: String = "sellers.getMarketplaceParticipations", sellers: [String], each: Int) async throws
    {
        let rows = (0..<each).flatMap { _ in sellers.map { "('\($0)', '\(operation)')" } }
        try await execute("INSERT INTO inbox (seller, operation) VALUES \(rows.joined(separator: ", "))")
    }
}

/// A row of the view `job_status`.
struct JobStatus: Decodable {
    let id: Int
    let seller: String?
    let region: String?
    let operation: String
    let state: String
    let label: String?
    let priority: Int
    let attempt: Int
    let runs: Int
    let crashes: Int
    let createdAt: String
    let startedAt: String?
    let finishedAt: String?
    let errorKind: String?
    let errorMessage: String?
    let resultStatus: Int?
    let resultInline: String?
    let resultPath: String?
    let resultBytes: Int?
    let resultSha256: String?
    let resultPages: Int?
}

/// A row of the table `inbox`.
struct InboxRow: Decodable {
    let id: Int
    let status: String
    let jobId: Int?
    let error: String?
    let createdAt: String
}

/// Seconds since 1970 of a time as the program writes it.
func seconds(_ text: String) throws -> Double {
    try Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)).timeIntervalSince1970
}
