import GRDBSQLite

/// Gives a statement its values, one question mark after the other.
struct Binding {
    let statement: OpaquePointer
    /// What SQLite said to the first value that it did not take.
    private(set) var code = SQLITE_OK
    private var place: Int32 = 0

    init(statement: OpaquePointer) {
        self.statement = statement
    }

    mutating func add(_ value: ColumnValue) {
        place += 1
        note(value.bind(to: statement, at: place))
    }

    mutating func add(_ value: Int64) {
        place += 1
        note(sqlite3_bind_int64(statement, place, value))
    }

    mutating func add(_ value: Int) { add(Int64(value)) }

    mutating func add(_ value: String) {
        place += 1
        note(value.bind(to: statement, at: place))
    }

    private mutating func note(_ code: Int32) {
        if code != SQLITE_OK, self.code == SQLITE_OK { self.code = code }
    }
}
