import CLibPQ

/// One connection to the server. Its calls block, so it is used on a thread of its own, one call at a time.
final class Connection {
    let handle: OpaquePointer
    let address: ServerAddress
    /// Names of prepared statements by their text.
    private var prepared: [String: String] = [:]

    /// Connects, which takes at most the address's `connect_timeout`, and sets the session up.
    ///
    /// - Throws: `ServerError`.
    init(_ address: ServerAddress) throws {
        self.address = address
        var keywords = address.parameters.map { UnsafePointer(Self.copy($0.keyword)) } + [nil]
        var values = address.parameters.map { UnsafePointer(Self.copy($0.value)) } + [nil]
        defer {
            for text in keywords + values { UnsafeMutablePointer(mutating: text)?.deallocate() }
            keywords = []
            values = []
        }
        guard let handle = PQconnectdbParams(keywords, values, 0) else {
            throw ServerError(sqlState: nil, message: "no memory for a connection", isConnectionLost: true)
        }
        self.handle = handle
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        guard PQstatus(handle) == CONNECTION_OK else {
            // The one error that is found out here has no state of its own.
            throw failure(nil)
        }
        // A pooler would hand the settings to others: there they are part of each transaction.
        if address.pooling == .session { try run(script: Self.settings.map { "SET \($0)" }.joined(separator: ";")) }
    }

    deinit { PQfinish(handle) }

    /// No statement may hang for ever, and a worker that stalls inside a transaction must not stop the others. The rest
    /// keeps the planner to the indices: what it knows of a table that has just been filled is that it is empty. A bitmap
    /// of an index would forget which of its entries are dead, and in a queue most are: a lane was read in 35 µs so, and
    /// is in 6.
    private static let settings = [
        "statement_timeout = '60s'", "lock_timeout = '20s'", "idle_in_transaction_session_timeout = '5s'",
        "plan_cache_mode = force_generic_plan", "enable_seqscan = off", "enable_hashjoin = off",
        "enable_mergejoin = off", "enable_bitmapscan = off", "join_collapse_limit = 1", "jit = off",
    ]

    /// The settings that a transaction must bring along by itself.
    var localSettings: String {
        address.pooling == .session ? "" : Self.settings.map { "SET LOCAL \($0);" }.joined()
    }

    /// The server's process for this connection.
    var processID: Int32 { PQbackendPID(handle) }
    /// Whether it can be used no more.
    var isBroken: Bool { PQstatus(handle) != CONNECTION_OK }
    /// Whether a transaction is open, sound or not.
    var isInTransaction: Bool { PQtransactionStatus(handle) != PQTRANS_IDLE }
    /// What to wait on for news from the server.
    var socket: Int32 { PQsocket(handle) }

    // MARK: Statements

    /// Runs statements without parameters, separated by semicolons. Returns what the last one yields.
    @discardableResult
    func run(script: String) throws -> Rows { try take(PQexec(handle, script)) }

    /// Runs one statement; `$1` stands for the first value.
    @discardableResult
    func run(_ sql: String, _ values: [String?] = []) throws -> Rows { try run(sql, ValueTexts(values)) }

    /// Runs one statement with values that are written out.
    func run(_ sql: String, _ values: ValueTexts) throws -> Rows {
        let name = address.pooling == .session ? try prepare(sql) : nil
        return try values.withPointers { texts in
            let count = Int32(values.count)
            return try take(
                name.map { PQexecPrepared(handle, $0, count, texts, nil, nil, 0) }
                    ?? PQexecParams(handle, sql, count, nil, texts, nil, nil, 0))
        }
    }

    func prepare(_ sql: String) throws -> String {
        if let name = prepared[sql] { return name }
        let name = "s\(prepared.count)"
        _ = try take(PQprepare(handle, name, sql, 0, nil))
        prepared[sql] = name
        return name
    }

    private func take(_ result: OpaquePointer?) throws -> Rows {
        guard let result else { throw failure(nil) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
            return Rows(result)
        default:
            defer { PQclear(result) }
            throw failure(result)
        }
    }

    // MARK: News

    /// Takes what has arrived from the server; how many notifications of others there were.
    ///
    /// - Parameter payload: Only those with this text count.
    func takeNotifications(payload: String) throws -> Int {
        guard PQconsumeInput(handle) == 1 else { throw failure(nil) }
        var count = 0
        while let notification = PQnotifies(handle) {
            let text = notification.pointee.extra.map { String(cString: $0) }
            if notification.pointee.be_pid != processID, text == payload { count += 1 }
            PQfreemem(notification)
        }
        return count
    }

    // MARK: Errors

    func failure(_ result: OpaquePointer?) -> ServerError {
        let state = result.flatMap { PQresultErrorField($0, ServerError.sqlStateField) }.map { String(cString: $0) }
        let primary = result.flatMap { PQresultErrorField($0, ServerError.primaryField) }.map { String(cString: $0) }
        var message = primary ?? String(cString: PQerrorMessage(handle))
        if let password = address.password, !password.isEmpty { message.replace(password, with: "***") }
        return ServerError(
            sqlState: state, message: Self.onOneLine(message),
            isConnectionLost: isBroken)
    }

    /// Lines, some of them indented and some of them sentences, as a clause of a sentence.
    private static func onOneLine(_ message: String) -> String {
        var text = message.split(whereSeparator: \.isNewline)
            .map { $0.drop(while: \.isWhitespace) }.joined(separator: "; ")
        while text.last == "." || text.last?.isWhitespace == true { text.removeLast() }
        return text
    }

    // MARK: Texts for C

    private static func copy(_ text: String) -> UnsafeMutablePointer<CChar> {
        let bytes = Array(text.utf8CString)
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
        copy.initialize(from: bytes, count: bytes.count)
        return copy
    }
}
