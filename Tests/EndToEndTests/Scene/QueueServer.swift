import Foundation

/// A schema of its own on the tests' PostgreSQL server, as another program sees it: through the `psql` command and the
/// documented table and view.
struct QueueServer {
    /// The server, which the Makefile exports.
    static let server = ProcessInfo.processInfo.environment["SPWORKER_POSTGRES"].flatMap { $0.isEmpty ? nil : $0 }
    /// Without a server the tests are left out, but not in continuous integration, where they fail.
    static let isExpected = server != nil || ProcessInfo.processInfo.environment["CI"] != nil

    let workplace: Workplace
    /// The address for `database:`.
    let address: String
    private let schema: String

    /// Plays a scene whose queue lies on the server.
    static func play(_ world: SceneWorld, _ body: (Scene, QueueServer) async throws -> Void) async throws {
        guard let server else {
            throw QueueFile.Failed(description: "SPWORKER_POSTGRES names no server: run 'make test'.")
        }
        try await Scene.play(world) { scene in
            let schema = "e2e_\(UUID().uuidString.lowercased().filter { $0 != "-" })"
            let queue = QueueServer(
                workplace: scene.workplace,
                address: server + (server.contains("?") ? "&" : "?") + "options=-csearch_path%3D\(schema)",
                schema: schema)
            try scene.workplace.write(
                "spworker.yaml",
                world.configuration(scene.sandbox).replacing(
                    "database: sqlite:spworker.db", with: "database: \"\(queue.address)\""))
            try await queue.execute("CREATE SCHEMA \(schema)")
            let result: Result<Void, any Error>
            do { result = .success(try await body(scene, queue)) } catch { result = .failure(error) }
            _ = try? await queue.execute(
                "SET client_min_messages = warning; DROP SCHEMA IF EXISTS \(schema) CASCADE")
            try result.get()
        }
    }

    /// Runs a statement and returns what it prints: a row a line.
    @discardableResult
    func execute(_ sql: String) async throws -> String {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        let places = folders.map { URL(filePath: String($0)).appending(path: "psql") }
        guard let psql = places.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            throw QueueFile.Failed(description: "These tests need the psql command: apt-get install postgresql-client")
        }
        let end = try await workplace.start(
            psql, ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", address, "-c", sql]
        )
        .end()
        guard end.code == 0 else { throw QueueFile.Failed(description: "psql: \(end.errors) \(sql.prefix(200))") }
        return end.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// How many jobs meet a condition on `job_status`.
    func count(_ condition: String = "true") async throws -> Int {
        Int(try await execute("SELECT count(*) FROM job_status WHERE \(condition)")) ?? -1
    }
}
