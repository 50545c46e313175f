import Foundation
import GRDB
import JobModel
import JobStore

extension String {
    /// The text as an argument that keeps U+0000; the statement says `CAST(? AS TEXT)`.
    var content: Data { Data(utf8) }
}

/// The queue's tables in SQLite, inside one transaction. The statements live in extensions, one file a group of tables.
///
/// It is used on one thread only, between the beginning and the end of a transaction.
package final class SQLiteTables: QueueTables {
    /// Set when the transaction begins.
    var database: Database?
    /// The last turn that was handed out. Kept by the writer from one transaction to the next.
    private(set) var lastTurn: Int64

    init(lastTurn: Int64) {
        self.lastTurn = lastTurn
    }

    package func nextTurn() -> Int64 {
        lastTurn += 1
        return lastTurn
    }

    // MARK: Statements

    private func statement(_ sql: String) throws -> Statement {
        guard let database else { throw StoreError(.unexpected, "A statement was used outside its transaction.") }
        return try database.cachedStatement(sql: sql)
    }

    /// Runs a statement that returns no rows.
    func execute(_ sql: String, _ arguments: StatementArguments = []) throws {
        try statement(sql).execute(arguments: arguments)
    }

    /// Runs an insertion and returns the new row's id.
    func insert(_ sql: String, _ arguments: StatementArguments) throws -> Int64 {
        try execute(sql, arguments)
        return database?.lastInsertedRowID ?? 0
    }

    /// Runs a deletion or update and returns how many rows it changed.
    func change(_ sql: String, _ arguments: StatementArguments) throws -> Int {
        try execute(sql, arguments)
        return database?.changesCount ?? 0
    }

    func rows<Value>(_ sql: String, _ arguments: StatementArguments = [], _ decode: (Row) throws -> Value) throws
        -> [Value]
    {
        let cursor = try Row.fetchCursor(statement(sql), arguments: arguments)
        var values: [Value] = []
        while let row = try cursor.next() { values.append(try decode(row)) }
        return values
    }

    func first<Value>(_ sql: String, _ arguments: StatementArguments = [], _ decode: (Row) throws -> Value) throws
        -> Value?
    {
        let cursor = try Row.fetchCursor(statement(sql), arguments: arguments)
        guard let row = try cursor.next() else { return nil }
        return try decode(row)
    }
}

// MARK: Reading columns by position

extension Row {
    func int(_ index: Int) -> Int { self[index] as Int }
    func int64(_ index: Int) -> Int64 { self[index] as Int64 }
    func optionalInt(_ index: Int) -> Int? { self[index] as Int? }
    func optionalInt64(_ index: Int) -> Int64? { self[index] as Int64? }
    func double(_ index: Int) -> Double { self[index] as Double }
    func text(_ index: Int) -> String { self[index] as String }
    func optionalText(_ index: Int) -> String? { self[index] as String? }
    /// Text that may hold anything, U+0000 too, at which C strings end.
    func content(_ index: Int) -> String { optionalContent(index) ?? "" }
    func optionalContent(_ index: Int) -> String? { (self[index] as Data?).map { String(decoding: $0, as: UTF8.self) } }
    func flag(_ index: Int) -> Bool { (self[index] as Int) != 0 }
    func instant(_ index: Int) -> Timestamp { Timestamp(microseconds: self[index] as Int64) }
    func optionalInstant(_ index: Int) -> Timestamp? { (self[index] as Int64?).map { Timestamp(microseconds: $0) } }

    /// A failure in four columns: kind, message, status, request id.
    func failure(_ index: Int) -> JobFailure? {
        guard let kind = optionalText(index) else { return nil }
        return JobFailure(
            kind: kind, message: optionalText(index + 1) ?? "", status: optionalInt(index + 2),
            requestID: optionalText(index + 3))
    }
}
