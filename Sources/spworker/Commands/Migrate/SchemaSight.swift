import JobModel
import PostgresJobStore
import SQLiteJobStore
import Secrets

/// What the database's schema looks like, wherever it lies.
struct SchemaSight: Sendable {
    /// One step of the schema.
    struct Step: Sendable {
        let version: Int
        let name: String
        /// When it was applied, `nil` when it is still to come.
        let appliedAt: Timestamp?
    }

    /// Where the database is, for people.
    let place: String
    let steps: [Step]
    /// The SQL of the missing steps.
    let pendingSQL: String

    /// Looks without changing anything.
    ///
    /// - Throws: `StoreError`, `Failure`.
    static func look(_ composition: Composition, _ configuration: Configuration) async throws -> SchemaSight {
        switch try await composition.databaseLocation(configuration) {
        case .postgres(let url):
            let address = try ServerAddress(url.reveal())
            let found = try await Offload.run { try ServerSchema.look(at: address) }
            return SchemaSight(
                place: address.shown,
                steps: found.steps.map { Step(version: $0.version, name: $0.name, appliedAt: $0.appliedAt) },
                pendingSQL: found.pendingSQL)
        case .sqlite(let path):
            let found = try await Offload.run { try SchemaInspection.look(at: path) }
            return SchemaSight(
                place: path,
                steps: found.steps.map { Step(version: $0.version, name: $0.name, appliedAt: $0.appliedAt) },
                pendingSQL: found.pendingSQL)
        case .reference:
            throw Failure(.usage, "error: database: a reference leads to a reference.")
        }
    }
}
