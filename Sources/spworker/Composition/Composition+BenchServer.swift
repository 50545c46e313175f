import JobModel
import JobStore
import Ports
import PostgresJobStore
import Secrets

// What measuring a server needs.
extension Composition {
    /// The server that the flag `--database` names.
    ///
    /// - Throws: `Failure` when it names something else; `StoreError`, `ConfigurationError`.
    func benchServer() async throws -> ServerAddress {
        guard case .postgres(let url) = try await databaseLocation(configuration()) else {
            throw Failure(
                .usage,
                "error: a bench takes --database for a PostgreSQL server alone. For SQLite name a folder with --directory."
            )
        }
        return try ServerAddress(url.reveal())
    }

    /// Makes a schema on the server, which goes with everything in it when `body` has ended, however that was.
    ///
    /// - Throws: `StoreError`, and what `body` throws.
    func withBenchSchema<Value: Sendable>(
        on server: ServerAddress, _ body: (MeasuringSchema) async throws -> Value
    ) async throws -> Value {
        let identifier = String(random.identifier().lowercased().filter { $0.isLetter || $0.isNumber }.prefix(12))
        let schema = try await Offload.run { try MeasuringSchema(on: server, identifier: identifier) }
        let result: Result<Value, any Error>
        do { result = .success(try await body(schema)) } catch { result = .failure(error) }
        do { try await Offload.run { try schema.drop() } } catch {
            // What went wrong first says more.
            _ = try result.get()
            throw error
        }
        return try result.get()
    }

    /// Opens as many stores as there are workers, each with connections of its own as in a process of its own, and
    /// closes them afterwards.
    ///
    /// - Throws: `StoreError`, and what `body` throws.
    func withBenchStores<Value: Sendable>(
        _ count: Int, at address: ServerAddress, _ body: ([any JobStore]) async throws -> Value
    ) async throws -> Value {
        let timekeeper = timekeeper
        let options = PostgresJobStore.Options(rules: benchRules, isWorker: true)
        var stores: [PostgresJobStore] = []
        let result: Result<Value, any Error>
        do {
            for _ in 0..<count {
                stores.append(
                    try await Offload.run {
                        try PostgresJobStore(address, options: options) {
                            Timestamp(microseconds: timekeeper.wallMicroseconds())
                        }
                    })
            }
            result = .success(try await body(stores))
        } catch {
            result = .failure(error)
        }
        for store in stores { await store.close() }
        return try result.get()
    }
}
