import Foundation
import GRDB
package import JobModel
import JobStore

/// A copy that was made of a database.
package struct DatabaseCopy: Sendable, Hashable {
    /// Where it lies.
    package let path: String
    /// Its size.
    package let bytes: Int64
    /// How many jobs it holds.
    package let counts: [JobState: Int]
}

/// Copies a database while a worker and others go on using it.
///
/// The original is read over a connection that cannot write, so that moving its log into the file stays the worker's
/// business even when this is the last connection that closes. Its schema may be older than this program's: a backup comes
/// before an upgrade.
package struct DatabaseBackup: Sendable {
    private let database: String

    /// Copies the database with this path.
    ///
    /// - Throws: `StoreError` when there is none.
    package init(of path: String) throws {
        database = try StoreFile.realPath(path)
        guard FileManager.default.fileExists(atPath: database) else {
            throw StoreError(.cannotOpen, "There is no database \(database) yet, so there is nothing to copy.")
        }
    }

    /// Copies the database as it is at one instant into a file that only this user may read, and checks the copy.
    ///
    /// The copy appears under its name when it is complete and on the disk. It has no log beside it. Blocks.
    ///
    /// - Parameters:
    ///   - path: The new file.
    ///   - replacing: Whether a file that has this name already may be replaced.
    /// - Throws: `BackupRefusal` when the file must not be written, `StoreError` when it cannot be.
    package func copy(to path: String, replacing: Bool = false) throws -> DatabaseCopy {
        let target = try BackupTarget(path, database: database, replacing: replacing)
        let temporary = try target.makeTemporary()
        do {
            let counts = try fill(temporary, for: target)
            let bytes = try target.publish(temporary)
            return DatabaseCopy(path: target.path, bytes: bytes, counts: counts)
        } catch {
            BackupTarget.remove(temporary)
            throw error
        }
    }

    private func fill(_ temporary: String, for target: BackupTarget) throws -> [JobState: Int] {
        do {
            let copy = try DatabaseQueue(path: temporary, configuration: Self.configuration)
            do {
                let counts = try fill(copy)
                try copy.close()
                return counts
            } catch {
                try? copy.close()
                throw error
            }
        } catch {
            throw target.explain(StoreError(databaseError: error))
        }
    }

    private func fill(_ copy: DatabaseQueue) throws -> [JobState: Int] {
        var configuration = Configuration()
        configuration.label = "spworker.sqlite.source"
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        let source = try DatabaseQueue(path: database, configuration: configuration)
        defer { try? source.close() }
        try source.inDatabase { database in
            guard try database.tableExists("migration"), try database.tableExists("counter") else {
                throw StoreError(
                    .schema, "\(self.database) is not spworker's database. Name another file under 'database:'.")
            }
        }
        // In one step, which is one read of one state; writers go on.
        try source.backup(to: copy)
        return try copy.writeWithoutTransaction { database in
            try Self.check(database)
            // The original's header says that a log lies beside it.
            let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE")
            guard mode == "delete" else {
                throw StoreError(.unexpected, "The copy could not be separated from its log (mode \(mode ?? "none")).")
            }
            let tables = SQLiteTables(lastTurn: 0)
            tables.database = database
            return try tables.counts()
        }
    }

    private static func check(_ database: Database) throws {
        let findings: [String]
        do {
            findings = try String.fetchAll(database, sql: "PRAGMA quick_check(3)")
        } catch let error as DatabaseError where error.resultCode.primaryResultCode == .SQLITE_CORRUPT {
            findings = [error.message ?? "damaged"]
        }
        guard findings == ["ok"] else {
            throw StoreError(
                .corrupt,
                "The copy does not pass SQLite's check, so the database itself is damaged: \(findings.joined(separator: "; ")). No "
                    + "backup was written. Keep the database as it is and go back to an earlier backup.")
        }
    }

    /// Nobody else uses the copy before it has its name, and it is brought to the disk as a whole.
    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "spworker.sqlite.copy"
        configuration.prepareDatabase { database in
            try database.execute(
                sql: "PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = OFF; PRAGMA cache_size = -4000")
        }
        return configuration
    }
}
