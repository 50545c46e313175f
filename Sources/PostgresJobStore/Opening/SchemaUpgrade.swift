package import JobModel
import JobStore
import PostgresMigrations

/// One line of `migrate status`.
package struct MigrationStep: Sendable, Hashable {
    package let version: Int
    package let name: String
    /// When it was applied, `nil` when it is still to come.
    package let appliedAt: Timestamp?
}

/// Brings a database's schema up to date, and refuses one that is too new or was altered.
struct SchemaUpgrade: Sendable {
    private let migrations: [PostgresMigration]

    /// Works with the given steps; the program's own unless a test brings others.
    init(_ migrations: [PostgresMigration] = PostgresMigration.all) {
        self.migrations = migrations
    }

    private struct Applied {
        let version: Int
        let name: String
        let checksum: String
        let appliedAt: Timestamp
        let oldestReader: Int
    }

    private static let table = """
        CREATE TABLE IF NOT EXISTS migration (
            version INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            checksum TEXT NOT NULL,
            applied_at BIGINT NOT NULL,
            oldest_reader INTEGER NOT NULL
        )
        """

    /// The advisory lock of whoever changes the schema.
    private static let lock = "1936746358, hashtext(current_schema())"

    /// A step may rewrite a table of millions of rows, however short a time the user's own settings allow. But while it
    /// waits for a lock everybody else who wants that table waits behind it: then it gives up.
    private static let settings = """
        SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '60s';
        SET LOCAL idle_in_transaction_session_timeout = '60s';
        SELECT set_config(name, '0', true) FROM pg_catalog.pg_settings WHERE name = 'transaction_timeout'
        """

    /// Applies what is missing, all of it or nothing.
    ///
    /// Workers of other versions may go on meanwhile and keep rows in mind. A step that changes rows of sellers, lanes, jobs
    /// or runs must begin with the queue's lock and count `queue_edition` up.
    ///
    /// - Throws: `StoreError` with code `schema` when a newer program has brought the schema to where this one cannot
    ///   follow, or somebody has altered a step; `ServerError`.
    /// - Returns: How many steps were applied.
    func up(_ connection: Connection, now: Timestamp) throws -> Int {
        if try !isOutdated(connection) { return 0 }
        try connection.run(script: "BEGIN; \(connection.localSettings) \(Self.settings)")
        do {
            // Two programs may start at once: the second waits, then finds the work done.
            try connection.run(script: "SELECT pg_advisory_xact_lock(\(Self.lock)); \(Self.table)")
            let missing = migrations.dropFirst(try check(connection).count)
            for migration in missing {
                try connection.run(script: migration.sql)
                try connection.run(
                    "INSERT INTO migration (version, name, checksum, applied_at, oldest_reader) VALUES ($1, $2, $3, $4, $5)",
                    [
                        String(migration.version), migration.name, try checksum(migration, connection),
                        String(now.microseconds), String(migration.oldestReader),
                    ])
            }
            try connection.run(script: "COMMIT")
            return missing.count
        } catch {
            if !connection.isBroken { _ = try? connection.run(script: "ROLLBACK") }
            throw error
        }
    }

    /// Whether steps are missing.
    func isOutdated(_ connection: Connection) throws -> Bool { try check(connection).count < migrations.count }

    /// Every step with the time at which it was applied.
    func status(_ connection: Connection) throws -> [MigrationStep] {
        let applied = try check(connection)
        return migrations.enumerated().map { index, migration in
            MigrationStep(
                version: migration.version, name: migration.name,
                appliedAt: index < applied.count ? applied[index].appliedAt : nil)
        }
    }

    /// The steps that are missing, as SQL.
    func pendingSQL(_ connection: Connection) throws -> String {
        try migrations.dropFirst(check(connection).count).map { "-- \($0.version) \($0.name)\n\($0.sql)" }.joined(
            separator: "\n")
    }

    // MARK: Checks

    private func check(_ connection: Connection) throws -> [Applied] {
        guard try isOurs(connection) else { return [] }
        let rows = try connection.run(
            "SELECT version, name, checksum, applied_at, oldest_reader FROM migration ORDER BY version")
        let applied = (0..<rows.count).map { index in
            let row = rows[index]
            return Applied(
                version: row.int(0), name: row.text(1), checksum: row.text(2), appliedAt: row.instant(3),
                oldestReader: row.int(4))
        }
        if let step = applied.dropFirst(migrations.count).first(where: { $0.oldestReader > migrations.count }) {
            throw StoreError(
                .schema,
                "The database has step \(step.version) (\(step.name)) of the schema, this program knows \(migrations.count) and "
                    + "cannot work with it. Use the newer spworker that applied it.")
        }
        for (step, migration) in zip(applied, migrations) {
            guard step.version == migration.version, step.checksum == (try checksum(migration, connection)) else {
                throw StoreError(
                    .schema,
                    "Step \(step.version) (\(step.name)) of the database's schema is not the one that this program knows. It was "
                        + "written by another build or altered; use that build, or start from a backup.")
            }
        }
        return applied
    }

    /// Whether the schema is one of ours. Tables of somebody else are not taken over.
    private func isOurs(_ connection: Connection) throws -> Bool {
        let place = try connection.run("SELECT current_schema()")
        if place.count == 0 || place[0].isNull(0) {
            throw StoreError(
                .cannotOpen,
                "No schema of the search path is there. Make it, or correct search_path in the address's options.")
        }
        let rows = try connection.run(
            """
            SELECT c.relname, (
                SELECT count(*) FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND NOT a.attisdropped
                    AND a.attname IN ('version', 'name', 'checksum', 'applied_at', 'oldest_reader'))
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p')
                AND c.relname IN ('migration', 'job', 'lane', 'inbox', 'worker', 'setting')
            ORDER BY c.relname = 'migration' DESC
            """)
        if rows.count == 0 { return false }
        // Other programs keep tables of this name too, with other columns.
        if rows[0].text(0) == "migration", rows[0].int(1) == 5 { return true }
        throw StoreError(
            .schema,
            "The database holds a table '\(rows[0].text(0))' that is not spworker's. Name another database, or a schema of its "
                + "own with options=-csearch_path%3Dspworker in the address.")
    }

    /// The server reckons it, so that no library has to.
    private func checksum(_ migration: PostgresMigration, _ connection: Connection) throws -> String {
        let rows = try connection.run("SELECT encode(sha256(convert_to($1, 'UTF8')), 'hex')", [migration.sql])
        return rows.count == 1 ? rows[0].text(0) : ""
    }
}
