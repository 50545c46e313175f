import Crypto
import GRDB
package import JobModel
import JobStore
import SQLiteMigrations

/// One line of `migrate status`.
package struct MigrationStatus: Sendable, Hashable {
    package let version: Int
    package let name: String
    /// When it was applied, `nil` when it is still to come.
    package let appliedAt: Timestamp?
}

/// Brings a database's schema up to date, and refuses one that is newer or was altered.
struct SchemaUpgrade: Sendable {
    private let migrations: [SQLiteMigration]

    /// Works with the given steps; the program's own unless a test brings others.
    init(_ migrations: [SQLiteMigration] = SQLiteMigration.all) {
        self.migrations = migrations
    }

    private struct Applied {
        let version: Int
        let name: String
        let checksum: String
        let appliedAt: Timestamp
    }

    private static let table = """
        CREATE TABLE IF NOT EXISTS migration (
            version INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            checksum TEXT NOT NULL,
            applied_at INTEGER NOT NULL
        ) STRICT
        """

    /// Applies what is missing, each step in a transaction of its own.
    ///
    /// - Throws: `StoreError` with code `schema` when the file was written by a newer program or altered by hand.
    /// - Returns: How many steps were applied.
    func up(_ database: Database, now: Timestamp) throws -> Int {
        try requireOurs(database)
        var count = 0
        // Two programs may start at once: the second waits, then finds the work done.
        try database.inTransaction(.immediate) {
            try database.execute(sql: Self.table)
            let applied = try check(database)
            for migration in migrations.dropFirst(applied.count) {
                try database.execute(sql: migration.sql)
                try database.execute(
                    sql: "INSERT INTO migration (version, name, checksum, applied_at) VALUES (?, ?, ?, ?)",
                    arguments: [migration.version, migration.name, Self.checksum(migration), now.microseconds])
                count += 1
            }
            return .commit
        }
        try requireUnaltered(database)
        return count
    }

    /// Whether steps are missing.
    func isOutdated(_ database: Database) throws -> Bool {
        try requireOurs(database)
        return try check(database).count < migrations.count
    }

    /// Every step with the time at which it was applied.
    func status(_ database: Database) throws -> [MigrationStatus] {
        let applied = try check(database)
        return migrations.enumerated().map { index, migration in
            MigrationStatus(
                version: migration.version, name: migration.name,
                appliedAt: index < applied.count ? applied[index].appliedAt : nil)
        }
    }

    /// The steps that are missing, as SQL.
    func pendingSQL(_ database: Database) throws -> String {
        try migrations.dropFirst(check(database).count).map { "-- \($0.version) \($0.name)\n\($0.sql)" }.joined(
            separator: "\n")
    }

    // MARK: Checks

    private func check(_ database: Database) throws -> [Applied] {
        guard try database.tableExists("migration") else { return [] }
        let applied = try Row.fetchAll(
            database, sql: "SELECT version, name, checksum, applied_at FROM migration ORDER BY version"
        ).map {
            Applied(
                version: $0[0], name: $0[1], checksum: $0[2], appliedAt: Timestamp(microseconds: $0[3]))
        }
        if applied.count > migrations.count {
            throw StoreError(
                .schema,
                "The database has schema \(applied.last?.version ?? 0), this program knows \(migrations.count). Use the newer "
                    + "spworker that wrote it.")
        }
        for (step, migration) in zip(applied, migrations)
        where step.version != migration.version || step.checksum != Self.checksum(migration) {
            throw StoreError(
                .schema,
                "Step \(step.version) (\(step.name)) of the database's schema is not the one that this program knows. The file was "
                    + "written by another build or altered; use that build, or start from a backup.")
        }
        return applied
    }

    /// A file with tables of somebody else is not taken over.
    private func requireOurs(_ database: Database) throws {
        if try database.tableExists("migration") { return }
        let foreign = try String.fetchOne(
            database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' LIMIT 1")
        if let foreign {
            throw StoreError(
                .schema,
                "The file holds a table '\(foreign)' and is not spworker's. Name another file under 'database:'.")
        }
    }

    /// Every table, index and view that the steps make must still be as they make it; what users add beside is theirs.
    private func requireUnaltered(_ database: Database) throws {
        let fresh = try DatabaseQueue()
        let expected = try fresh.inDatabase { fresh in
            try fresh.execute(sql: Self.table)
            for migration in migrations { try fresh.execute(sql: migration.sql) }
            return try Self.definitions(fresh)
        }
        let present = try Self.definitions(database)
        for (name, sql) in expected.sorted(by: { $0.key < $1.key }) where present[name] != sql {
            throw StoreError(
                .schema,
                "'\(name)' in the database was \(present[name] == nil ? "removed" : "altered") since spworker made it. Undo that, or "
                    + "start from a backup.")
        }
    }

    private static func definitions(_ database: Database) throws -> [String: String] {
        let rows = try Row.fetchAll(database, sql: "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
        return Dictionary(rows.map { ($0[0], $0[1]) }) { first, _ in first }
    }

    private static func checksum(_ migration: SQLiteMigration) -> String {
        SHA256.hash(data: Array(migration.sql.utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
