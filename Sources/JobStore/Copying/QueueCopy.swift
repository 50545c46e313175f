/// A database that a queue is copied out of. Its calls block, and all of them see the same instant.
package protocol CopySource: AnyObject {
    /// Shows every row of the table, by its key.
    func each(_ table: CopiedTable, _ visit: ([CopiedCell]) throws -> Void) throws
    /// The highest number that a row of the table ever had.
    func lastNumber(of table: CopiedTable) throws -> Int64
    /// Gives the database back. What was not finished is undone.
    func close()
}

/// A database that a queue is copied into, in one transaction.
package protocol CopyTarget: CopySource {
    /// Whether nothing is there yet that a copy would be mixed with.
    func isUnused() throws -> Bool
    /// Empties a table.
    func clear(_ table: CopiedTable) throws
    func insert(_ rows: [[CopiedCell]], into table: CopiedTable) throws
    /// Lets new rows have higher numbers.
    func setLastNumber(of table: CopiedTable, to number: Int64) throws
    /// Makes the copy last.
    func finish() throws
}

/// One table that was copied.
package struct CopiedCount: Sendable, Hashable {
    package let table: String
    package let rows: Int
    /// Equal on both sides.
    package let checksum: String
}

/// Copies a whole queue from one database into another, all of it or nothing.
package enum QueueCopy {
    /// Rows that are written together, and bytes of text: a body may have ten megabytes.
    private static let chunk = (rows: 1000, bytes: 4 << 20)

    /// Copies, reads everything back, and makes the copy last only if both are the same.
    ///
    /// - Parameter progress: Told the table and how many rows of it have been copied.
    /// - Throws: `StoreError`; nothing is left behind then, and it can be tried again.
    package static func run(
        from source: some CopySource, to target: some CopyTarget, progress: (String, Int) -> Void = { _, _ in }
    ) throws -> [CopiedCount] {
        guard try target.isUnused() else {
            throw StoreError(
                .unexpected, "The database to copy into holds a queue already. Name an empty one; nothing was changed.")
        }
        var counts: [CopiedCount] = []
        for table in CopiedTable.all {
            try target.clear(table)
            let sent = try copy(table, from: source, to: target, progress)
            var arrived = CopyChecksum()
            try target.each(table) { arrived.add($0) }
            guard sent == arrived else {
                throw StoreError(
                    .unexpected,
                    "The copy of table '\(table.name)' differs: \(sent.rows) rows with checksum \(sent.text) became "
                        + "\(arrived.rows) with \(arrived.text). Nothing was changed.")
            }
            if table.isNumbered {
                try target.setLastNumber(of: table, to: source.lastNumber(of: table))
            }
            counts.append(CopiedCount(table: table.name, rows: sent.rows, checksum: sent.text))
        }
        try target.finish()
        return counts
    }

    private static func copy(
        _ table: CopiedTable, from source: some CopySource, to target: some CopyTarget,
        _ progress: (String, Int) -> Void
    ) throws -> CopyChecksum {
        var sum = CopyChecksum()
        var rows: [[CopiedCell]] = []
        var bytes = 0
        try source.each(table) { row in
            sum.add(row)
            rows.append(row)
            bytes += row.reduce(0) { $0 + $1.size }
            if rows.count == chunk.rows || bytes >= chunk.bytes {
                try target.insert(rows, into: table)
                rows = []
                bytes = 0
                progress(table.name, sum.rows)
            }
        }
        if !rows.isEmpty { try target.insert(rows, into: table) }
        progress(table.name, sum.rows)
        return sum
    }
}
