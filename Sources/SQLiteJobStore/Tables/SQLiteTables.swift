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
    private(set) lazy var hot = HotStatements()

    init(lastTurn: Int64) {
        self.lastTurn = lastTurn
    }

    package func nextTurn() -> Int64 {
        lastTurn += 1
        return lastTurn
    }

    /// Lets go of prepared statements, without which the connection can be closed.
    func forgetStatements() { hot.forget() }

    /// A number that changes when another connection has changed the database.
    func dataVersion() throws -> Int64 { try first("PRAGMA data_version") { $0.int64(0) } ?? 0 }

    // MARK: Statements

    /// Runs a statement that returns no rows.
    func execute(_ sql: String, _ values: [(any Bindable)?] = []) throws {
        try step(sql, values) { _ in false }
    }

    func execute(_ statement: KeptStatement, _ bind: (inout Binding) -> Void) throws {
        try step(statement, bind) { _ in false }
    }

    /// Runs an insertion and returns the new row's id.
    func insert(_ sql: String, _ values: [(any Bindable)?]) throws -> Int64 {
        try execute(sql, values)
        return database?.lastInsertedRowID ?? 0
    }

    func insert(_ statement: KeptStatement, _ bind: (inout Binding) -> Void) throws -> Int64 {
        try step(statement, bind) { _ in false }
        return database?.lastInsertedRowID ?? 0
    }

    /// Runs a deletion or update and returns how many rows it changed.
    func change(_ sql: String, _ values: [(any Bindable)?]) throws -> Int {
        try execute(sql, values)
        return database?.changesCount ?? 0
    }

    /// Writes the columns of a row that changed.
    func update(_ updates: RowUpdates, id: Int64, _ changes: ChangedColumns) throws {
        guard changes.mask != 0 else { return }
        try step(updates.statement(changes)) { binding in
            for value in changes.values { binding.add(value) }
            binding.add(.integer(id))
        } visit: { _ in
            false
        }
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
        let database = try openDatabase
        let statement = try database.cachedStatement(sql: sql).sqliteStatement
        // Whatever happens, the statement is ready for the next time and holds up no commit.
        defer { sqlite3_reset(statement) }
        for (index, value) in values.enumerated() {
            let place = Int32(index + 1)
            let code = value?.bind(to: statement, at: place) ?? sqlite3_bind_null(statement, place)
            guard code == SQLITE_OK else { throw Self.failure(code, database, sql) }
        }
        try step(statement, database, sql, visit)
    }

    /// Runs a statement of the hot paths, after `bind` has given it its values, and shows each row, as long as `visit`
    /// wants more.
    func step(
        _ kept: KeptStatement, _ bind: (inout Binding) -> Void, visit: (Columns) throws -> Bool
    ) throws {
        let database = try openDatabase
        let statement = try kept.handle(database)
        defer { sqlite3_reset(statement) }
        var binding = Binding(statement: statement)
        bind(&binding)
        guard binding.code == SQLITE_OK else { throw Self.failure(binding.code, database, kept.sql) }
        try step(statement, database, kept.sql, visit)
    }

    private func step(
        _ statement: OpaquePointer, _ database: Database, _ sql: @autoclosure () -> String,
        _ visit: (Columns) throws -> Bool
    ) throws {
        let columns = Columns(statement: statement)
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: if try !visit(columns) { return }
            case SQLITE_DONE: return
            case let code: throw Self.failure(code, database, sql())
            }
        }
    }

    private var openDatabase: Database {
        get throws {
            guard let database else { throw StoreError(.unexpected, "A statement was used outside its transaction.") }
            return database
        }
    }

    private static func failure(_ code: Int32, _ database: Database, _ sql: String) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code), message: database.lastErrorMessage, sql: sql)
    }
}
