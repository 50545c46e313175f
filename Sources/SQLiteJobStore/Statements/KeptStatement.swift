import GRDB

/// A statement of the hot paths, found without a look at its text.
///
/// GRDB finds its statements by their text. Putting long texts together and hashing them took a tenth of an enqueue.
final class KeptStatement {
    let sql: String
    private var prepared: Statement?

    init(_ sql: String) {
        self.sql = sql
    }

    /// The statement, prepared on the connection, which must always be the same one.
    func handle(_ database: Database) throws -> OpaquePointer {
        if let prepared { return prepared.sqliteStatement }
        let statement = try database.cachedStatement(sql: sql)
        prepared = statement
        return statement.sqliteStatement
    }

    /// Lets go of it: a connection cannot be closed before.
    func forget() {
        prepared = nil
    }
}
