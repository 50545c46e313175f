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
    /// The schema's name.
    let schema: String

    /// Plays a scene whose queue lies on a server.
    ///
    /// - Parameter server: Its address; the tests' own by default.
    static func play(
        _ world: SceneWorld, on server: String? = server, _ body: (Scene, QueueServer) async throws -> Void
    ) async throws {
        guard let server else {
            throw QueueFile.Failed(description: "SPWORKER_POSTGRES names no server: run 'make test'.")
        }
        try await Scene.play(world) { scene in
            let schema = "e2e_\(UUID().uuidString.lowercased().filter { $0 != "-" })"
            let queue = QueueServer(
                workplace: scene.workplace, address: address(of: schema, on: server), schema: schema)
            try queue.writeConfiguration("spworker.yaml", world.configuration(scene.sandbox), address: server)
            try await queue.execute("CREATE SCHEMA \(schema)")
            let result: Result<Void, any Error>
            do { result = .success(try await body(scene, queue)) } catch { result = .failure(error) }
            _ = try? await queue.execute(
                "SET client_min_messages = warning; DROP SCHEMA IF EXISTS \(schema) CASCADE")
            try result.get()
        }
    }

    private static func address(of schema: String, on server: String) -> String {
        server + (server.contains("?") ? "&" : "?") + "options=-csearch_path%3D\(schema)"
    }

    /// Writes a worker's configuration with this queue.
    ///
    /// - Parameter address: How the worker gets to the server.
    func writeConfiguration(_ name: String, _ configuration: String, address: String) throws {
        try writeConfiguration(name, configuration, database: Self.address(of: schema, on: address))
    }

    /// The same, with an address that leads to the schema by itself.
    func writeConfiguration(_ name: String, _ configuration: String, database: String) throws {
        try workplace.write(
            name, configuration.replacing("database: sqlite:spworker.db", with: "database: \"\(database)\""))
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
