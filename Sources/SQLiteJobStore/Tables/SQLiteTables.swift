import GRDB
import GRDBSQLite
import JobModel
import JobStore

/// The queue's tables in SQLite, inside one transaction. The statements live in extensions, one file a group of tables.
///
/// It is used on one thread only, between the beginning and the end of a transaction. GRDB keeps the prepared statements; they are
/// given their values, stepped and read here.
package final class SQLiteTables: QueueTables {
    /// Set when the transaction begins.
    var database: Database?
    /// The last turn that was handed out. A transaction that is rolled back has used its turns up all the same.
    private(set) var lastTurn: Int64
    private var updates: [UpdateKey: String] = [:]

    /// What an update's text depends on.
    private struct UpdateKey: Hashable {
        let table: String
        let mask: UInt64
    }

    init(lastTurn: Int64) {
        self.lastTurn = lastTurn
    }

    package func nextTurn() -> Int64 {
        lastTurn += 1
        return lastTurn
    }

    /// A number that changes when another connection has changed the database.
    func dataVersion() throws -> Int64 { try first("PRAGMA data_version") { $0.int64(0) } ?? 0 }

    // MARK: Statements

    /// Runs a statement that returns no rows.
    func execute(_ sql: String, _ values: [(any Bindable)?] = []) throws {
        try step(sql, values) { _ in false }
    }

    /// Runs an insertion and returns the new row's id.
    func insert(_ sql: String, _ values: [(any Bindable)?]) throws -> Int64 {
        try execute(sql, values)
        return database?.lastInsertedRowID ?? 0
    }

    /// Runs a deletion or update and returns how many rows it changed.
    func change(_ sql: String, _ values: [(any Bindable)?]) throws -> Int {
        try execute(sql, values)
        return database?.changesCount ?? 0
    }

    /// Writes the columns of a row that changed.
    ///
    /// - Parameter columns: The columns in the order in which they were compared.
    func update(_ table: String, id: Int64, _ changes: ChangedColumns, _ columns: [String]) throws {
        guard changes.mask != 0 else { return }
        let key = UpdateKey(table: table, mask: changes.mask)
        let sql = updates[key] ?? ChangedColumns.statement(table, columns, changes.mask)
        updates[key] = sql
        try execute(sql, changes.values + [id])
    }

    func rows<Value>(
        _ sql: String, _ values: [(any Bindable)?] = [], _ decode: (Columns) throws -> Value
    ) throws -> [Value] {
        var found: [Value] = []
        try each(sql, values) { found.append(try decode($0)) }
        return found
    }

    /// Shows each row.
    func each(_ sql: String, _ values: [(any Bindable)?], _ visit: (Columns) throws -> Void) throws {
        try step(sql, values) { columns in
            try visit(columns)
            return true
        }
    }

    func first<Value>(
        _ sql: String, _ values: [(any Bindable)?] = [], _ decode: (Columns) throws -> Value
    ) throws -> Value? {
        var found: Value?
        try step(sql, values) { columns in
            found = try decode(columns)
            return false
        }
        return found
    }

    /// Runs a statement and shows each row, as long as `visit` wants more.
    private func step(_ sql: String, _ values: [(any Bindable)?], _ visit: (Columns) throws -> Bool) throws {
        guard let database else { throw StoreError(.unexpected, "A statement was used outside its transaction.") }
        let statement = try database.cachedStatement(sql: sql).sqliteStatement
        // Whatever happens, the statement is ready for the next time and holds up no commit.
        defer { sqlite3_reset(statement) }
        for (index, value) in values.enumerated() {
            let place = Int32(index + 1)
            let code = value?.bind(to: statement, at: place) ?? sqlite3_bind_null(statement, place)
            guard code == SQLITE_OK else { throw Self.failure(code, database, sql) }
        }
        let columns = Columns(statement: statement)
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: if try !visit(columns) { return }
            case SQLITE_DONE: return
            case let code: throw Self.failure(code, database, sql)
            }
        }
    }

    private static func failure(_ code: Int32, _ database: Database, _ sql: String) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code), message: database.lastErrorMessage, sql: sql)
    }
}
