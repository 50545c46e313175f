import Foundation
import GRDB
package import JobModel
package import JobStore

/// A SQLite file at one end of a copy. Nobody else writes to it in the meantime.
package final class SQLiteCopy: CopyTarget {
    private let queue: DatabaseQueue
    private let lock: WorkerLock

    /// Opens the file, as its only worker, and begins a transaction.
    ///
    /// - Parameters:
    ///   - migrates: Whether a missing file, or an older schema, is brought up to date.
    ///   - clock: The present.
    /// - Throws: `StoreError`; code `locked` while a worker runs.
    package init(path: String, migrates: Bool, clock: @escaping @Sendable () -> Timestamp) throws {
        guard migrates || FileManager.default.fileExists(atPath: path) else {
            throw StoreError(.cannotOpen, "There is no database \(path).")
        }
        let path = try StoreFile.realPath(path)
        let lock = try WorkerLock(databasePath: path, note: "a copy")
        self.lock = lock
        do {
            var configuration = Configuration()
            configuration.label = "spworker.sqlite.copy"
            configuration.busyMode = .timeout(5)
            // It lasts from the first call to the last one.
            configuration.allowsUnsafeTransactions = true
            // Rows come in an order in which none refers to one that is missing; this only saves time.
            configuration.foreignKeysEnabled = false
            let upgrade = SchemaUpgrade()
            let pool = try StoreFile.open(path, busyTimeout: .seconds(5))
            try pool.writeWithoutTransaction { database in
                if migrates {
                    _ = try upgrade.up(database, now: clock())
                } else if try upgrade.isOutdated(database) {
                    throw StoreError(.schema, "The database's schema is out of date. Run 'spworker migrate up'.")
                }
            }
            try pool.close()
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.inDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL; BEGIN IMMEDIATE") }
        } catch {
            lock.release()
            throw StoreError(databaseError: error)
        }
    }

    package func close() {
        try? queue.inDatabase { database in
            if database.isInsideTransaction { try database.execute(sql: "ROLLBACK") }
        }
        try? queue.close()
        lock.release()
    }

    package func finish() throws { try attempt { try $0.execute(sql: "COMMIT") } }

    @discardableResult
    private func attempt<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do { return try queue.inDatabase(body) } catch { throw StoreError(databaseError: error) }
    }

    // MARK: Reading

    package func each(_ table: CopiedTable, _ visit: ([CopiedCell]) throws -> Void) throws {
        let columns = table.columns.map { column in
            // The inbox holds whatever other programs have put there.
            column.kind == .text ? "cast(\(column.name) AS TEXT)" : column.name
        }
        let condition = table.name == "counter" ? "WHERE jobs <> 0" : ""
        let order = table.key + (table.name == "attempt" ? ["rowid"] : [])
        try attempt { database in
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT \(columns.joined(separator: ", ")) FROM \"\(table.name)\" \(condition) ORDER BY "
                    + order.joined(separator: ", "))
            while let row = try rows.next() {
                try visit(table.columns.enumerated().map { Self.cell(row[$0.offset], $0.element.kind) })
            }
        }
    }

    private static func cell(_ value: DatabaseValue, _ kind: CopiedTable.Kind) -> CopiedCell {
        switch value.storage {
        case .null: kind == .flag ? .integer(0) : .null
        case .int64(let value): kind == .real ? .real(Double(value)) : .integer(value)
        case .double(let value): .real(value)
        case .string(let value): .text(value)
        case .blob(let value): .bytes(Array(value))
        }
    }

    package func lastNumber(of table: CopiedTable) throws -> Int64 {
        try attempt { database in
            let most = try Int64.fetchOne(database, sql: "SELECT max(id) FROM \"\(table.name)\"") ?? 0
            let last = try Int64.fetchOne(
                database, sql: "SELECT seq FROM sqlite_sequence WHERE name = ?", arguments: [table.name])
            return max(most, last ?? 0)
        }
    }

    // MARK: Writing

    package func isUnused() throws -> Bool {
        try attempt { database in
            for table in ["application", "lane", "schedule", "job", "inbox", "event"]
            where try Int.fetchOne(database, sql: "SELECT 1 FROM \(table) LIMIT 1") != nil {
                return false
            }
            return true
        }
    }

    package func clear(_ table: CopiedTable) throws {
        try attempt { try $0.execute(sql: "DELETE FROM \"\(table.name)\"") }
    }

    package func insert(_ rows: [[CopiedCell]], into table: CopiedTable) throws {
        let names = table.columns.map(\.name).joined(separator: ", ")
        let places = Array(repeating: "?", count: table.columns.count).joined(separator: ", ")
        try attempt { database in
            let statement = try database.cachedStatement(
                sql: "INSERT INTO \"\(table.name)\" (\(names)) VALUES (\(places))")
            for row in rows { try statement.execute(arguments: StatementArguments(row.map(Self.value))) }
        }
    }

    private static func value(_ cell: CopiedCell) -> DatabaseValue {
        switch cell {
        case .null: .null
        case .integer(let value): value.databaseValue
        case .real(let value): value.databaseValue
        case .text(let value): value.databaseValue
        case .bytes(let value): Data(value).databaseValue
        }
    }

    package func setLastNumber(of table: CopiedTable, to number: Int64) throws {
        guard number > 0 else { return }
        try attempt { database in
            try database.execute(
                sql: "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", arguments: [number, table.name])
            guard database.changesCount == 0, try database.isNumbered(table.name) else { return }
            try database.execute(
                sql: "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", arguments: [table.name, number])
        }
    }
}

extension Database {
    /// Whether numbers of the table are never used again.
    fileprivate func isNumbered(_ table: String) throws -> Bool {
        let sql = try String.fetchOne(
            self, sql: "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", arguments: [table])
        return sql?.contains("AUTOINCREMENT") ?? false
    }
}
