import GRDBSQLite

/// One connection on SQLite's C API with nothing around it. Used on one thread.
final class RawConnection {
    /// The version of the SQLite library that the program runs with.
    static var version: String { String(cString: sqlite3_libversion()) }

    private let handle: OpaquePointer

    /// Opens the file, and makes it when it is missing.
    ///
    /// - Throws: `Failure` with SQLite's words.
    init(path: String) throws {
        var opened: OpaquePointer?
        // Without SQLite's own locks, as the queue's connections are: one thread uses it.
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        let code = sqlite3_open_v2(path, &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            sqlite3_close_v2(opened)
            throw Self.failure(String(cString: sqlite3_errstr(code)))
        }
        handle = opened
    }

    deinit {
        sqlite3_close_v2(handle)
    }

    /// Runs statements that return nothing of interest.
    func execute(_ sql: String) throws {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure }
    }

    /// Prepares a statement to be run many times.
    func prepare(_ sql: String) throws -> RawStatement {
        var prepared: OpaquePointer?
        guard sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil) == SQLITE_OK,
            let prepared
        else { throw failure }
        return RawStatement(prepared, of: self)
    }

    /// The last error in SQLite's words.
    fileprivate var failure: Failure { Self.failure(String(cString: sqlite3_errmsg(handle))) }

    private static func failure(_ words: String) -> Failure {
        Failure(
            .store, "error: SQLite refused a statement of the bench (\(words)). Choose another disk with --directory.")
    }
}

/// A prepared statement. Ends with its last reference, before its connection.
final class RawStatement {
    private let handle: OpaquePointer
    private let connection: RawConnection

    fileprivate init(_ handle: OpaquePointer, of connection: RawConnection) {
        self.handle = handle
        self.connection = connection
    }

    deinit {
        sqlite3_finalize(handle)
    }

    /// Runs a statement that returns no rows.
    func run() throws {
        guard sqlite3_step(handle) == SQLITE_DONE, sqlite3_reset(handle) == SQLITE_OK else { throw connection.failure }
    }

    /// Runs a statement that returns no rows, with its one parameter.
    func run(_ value: Int64) throws {
        sqlite3_bind_int64(handle, 1, value)
        try run()
    }

    /// Appends the first column of every row.
    func collect(into values: inout [Int64]) throws {
        while true {
            switch sqlite3_step(handle) {
            case SQLITE_ROW: values.append(sqlite3_column_int64(handle, 0))
            case SQLITE_DONE:
                sqlite3_reset(handle)
                return
            default: throw connection.failure
            }
        }
    }
}
