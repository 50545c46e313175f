package import JobModel
package import JobStore

/// A PostgreSQL database at one end of a copy. Nobody else writes to the queue or its inbox in the meantime.
package final class PostgresCopy: CopyTarget {
    private let address: ServerAddress
    private let connection: Connection

    /// Connects and locks the queue.
    ///
    /// - Parameters:
    ///   - migrates: Whether a missing schema is made.
    ///   - usesServerClock: Whether the server's clock tells who lives, as `PostgresJobStore.Options` has it.
    ///   - clock: This machine's time.
    /// - Throws: `StoreError`; code `locked` while workers run.
    package init(
        _ address: ServerAddress, migrates: Bool, usesServerClock: Bool = true,
        clock: @escaping @Sendable () -> Timestamp
    ) throws {
        self.address = address
        do {
            connection = try Connection(address)
            let time = ServerClock(clock)
            if usesServerClock { try time.measure(connection) }
            let upgrade = SchemaUpgrade()
            if migrates {
                _ = try upgrade.up(connection, now: time.now())
            } else if try upgrade.isOutdated(connection) {
                throw StoreError(.schema, "The database's schema is out of date. Run 'spworker migrate up'.")
            }
            try connection.run(
                script: """
                    BEGIN; \(connection.localSettings) SET LOCAL statement_timeout = 0;
                    SET LOCAL idle_in_transaction_session_timeout = 0; SELECT pg_advisory_xact_lock(\(PostgresTables.queueLock));
                    SELECT nextval('queue_edition'); LOCK TABLE inbox IN SHARE ROW EXCLUSIVE MODE
                    """)
            let tables = PostgresTables(connection, scope: .reading)
            let now = time.now()
            if let worker = try tables.workers().first(where: { $0.leaseUntil >= now }) {
                throw StoreError(
                    .locked,
                    "A worker has \(address) (process \(worker.pid) on \(worker.host)). Stop all with 'spworker workers drain "
                        + "--wait' before you copy.")
            }
        } catch {
            throw StoreError(serverError: error, at: address)
        }
    }

    package func close() {
        if connection.isInTransaction { _ = try? connection.run(script: "ROLLBACK") }
    }

    package func finish() throws { try attempt { try connection.run(script: "COMMIT") } }

    @discardableResult
    private func attempt<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch { throw StoreError(serverError: error, at: address) }
    }

    // MARK: Reading

    package func each(_ table: CopiedTable, _ visit: ([CopiedCell]) throws -> Void) throws {
        let columns = table.columns.map(\.name).joined(separator: ", ")
        let from =
            switch table.name {
            case "counter":
                "(SELECT state, sum(jobs)::bigint AS jobs FROM counter GROUP BY state HAVING sum(jobs) <> 0) AS counter"
            case "tally":
                "(SELECT minute, name, sum(value)::bigint AS value FROM tally GROUP BY minute, name) AS tally"
            default: "\"\(table.name)\""
            }
        // What was written first has the lower number.
        let order = table.key + (table.name == "attempt" ? ["id"] : [])
        try attempt {
            try connection.run(
                script: "DECLARE copied NO SCROLL CURSOR FOR SELECT \(columns) FROM \(from) ORDER BY "
                    + order.joined(separator: ", "))
        }
        // A body may have ten megabytes.
        let count = ["job_body", "inbox"].contains(table.name) ? 50 : 1000
        while true {
            let rows = try attempt { try connection.run(script: "FETCH \(count) FROM copied") }
            if rows.count == 0 { break }
            for index in 0..<rows.count { try visit(cells(rows[index], table)) }
        }
        try attempt { try connection.run(script: "CLOSE copied") }
    }

    private func cells(_ row: Columns, _ table: CopiedTable) -> [CopiedCell] {
        table.columns.enumerated().map { index, column in
            if row.isNull(index) { return column.kind == .flag ? .integer(0) : .null }
            return switch column.kind {
            case .integer: .integer(row.int64(index))
            case .real: .real(row.double(index))
            case .text: .text(row.text(index))
            case .bytes: .bytes(row.bytes(index))
            case .flag: .integer(row.flag(index) ? 1 : 0)
            }
        }
    }

    package func lastNumber(of table: CopiedTable) throws -> Int64 {
        try attempt {
            let sequence = "pg_get_serial_sequence('\"\(table.name)\"', 'id')"
            // A sequence's own row can be read only by its name.
            let name = try connection.run("SELECT \(sequence)")
            guard name.count == 1 else { return 0 }
            let rows = try connection.run(
                script: "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM \(name[0].text(0))")
            return rows.count == 1 ? rows[0].int64(0) : 0
        }
    }

    // MARK: Writing

    package func isUnused() throws -> Bool {
        let tables = ["application", "lane", "schedule", "job", "inbox", "event"]
        let conditions = tables.map { "NOT EXISTS (SELECT 1 FROM \($0))" }.joined(separator: " AND ")
        return try attempt { try connection.run(script: "SELECT \(conditions)")[0].flag(0) }
    }

    package func clear(_ table: CopiedTable) throws {
        try attempt { try connection.run(script: "DELETE FROM \"\(table.name)\"") }
    }

    package func insert(_ rows: [[CopiedCell]], into table: CopiedTable) throws {
        var columns = table.columns.map { (name: $0.name, type: Self.type(of: $0.kind)) }
        let part = Self.parts[table.name]
        if let part { columns.append((part, "integer")) }
        var batch = BatchedInserts(table: "\"\(table.name)\"", columns: columns)
        for row in rows {
            batch.add { cells in
                for (value, column) in zip(row, table.columns) { Self.add(value, column.kind, &cells) }
                if part != nil { cells.add(0) }
            }
        }
        let statement = batch.take()
        try attempt { try connection.run(statement.sql, statement.values.map { $0?.stored }) }
    }

    /// The columns that say which part of a sum a row is, by table. What is copied is the first part.
    private static let parts = ["counter": "slot", "tally": "shard"]

    private static func type(of kind: CopiedTable.Kind) -> String {
        switch kind {
        case .integer: "bigint"
        case .real: "double precision"
        case .text: "text"
        case .bytes: "bytea"
        case .flag: "boolean"
        }
    }

    private static func add(_ cell: CopiedCell, _ kind: CopiedTable.Kind, _ cells: inout BatchedInserts.Cells) {
        switch cell {
        case .null: cells.add(Int64?.none)
        case .integer(let value): if kind == .flag { cells.add(value != 0) } else { cells.add(value) }
        case .real(let value): cells.add(value)
        case .text(let value): cells.add(value)
        case .bytes(let value): cells.add(value)
        }
    }

    package func setLastNumber(of table: CopiedTable, to number: Int64) throws {
        guard number > 0 else { return }
        try attempt {
            try connection.run(
                "SELECT setval(pg_get_serial_sequence($1, 'id'), $2::bigint)",
                ["\"\(table.name)\"", String(number)])
        }
    }
}
