/// Rows that are to be read together, in one trip to the server.
struct RowReading {
    fileprivate var statements: [PendingWrites.Statement] = []
    fileprivate var takers: [(Rows) throws -> Void] = []

    /// Adds a statement.
    ///
    /// - Parameter take: Told what it has yielded, once all of them have been run.
    mutating func add(_ sql: String, _ values: [(any Bindable)?], _ take: @escaping (Rows) throws -> Void) {
        statements.append((sql, values))
        takers.append(take)
    }

    /// Adds a statement of whose rows each is looked at by itself.
    mutating func add(_ sql: String, _ values: [(any Bindable)?], row take: @escaping (Columns) throws -> Void) {
        add(sql, values) { rows in
            for index in 0..<rows.count { try take(rows[index]) }
        }
    }
}

extension PostgresTables {
    /// Reads the rows.
    func read(_ reading: RowReading) throws {
        if reading.statements.isEmpty { return }
        for (rows, take) in zip(try answers(to: reading.statements), reading.takers) { try take(rows) }
    }
}
