/// Rows of one table that are to be deleted together, each named by its whole key, which is numbers.
struct BatchedDeletions {
    private let sql: String
    private var columns: [ArrayText]

    // Each row is looked up by its key and then deleted where it lies. The planner would join the keys with the table,
    // which it may take for empty, and read all of it.
    init(table: String, key: [(name: String, type: String)]) {
        let names = key.map(\.name).joined(separator: ", ")
        let arrays = key.enumerated().map { "$\($0.offset + 1)::\($0.element.type)[]" }.joined(separator: ", ")
        let condition = key.map { "\($0.name) = u.\($0.name)" }.joined(separator: " AND ")
        sql = """
            DELETE FROM \(table) WHERE ctid = ANY(ARRAY(
                SELECT t.place FROM unnest(\(arrays)) AS u(\(names))
                CROSS JOIN LATERAL (SELECT ctid AS place FROM \(table) WHERE \(condition) OFFSET 0) AS t))
            """
        columns = Array(repeating: ArrayText(), count: key.count)
    }

    var isEmpty: Bool { columns[0].count == 0 }

    /// Adds a row's key, whose values are in the order of the columns.
    mutating func add(_ key: [Int64]) {
        for (index, value) in key.enumerated() { columns[index].append(value) }
    }

    /// The statement that deletes what is here, which is then forgotten.
    mutating func take() -> (sql: String, values: [(any Bindable)?]) {
        defer { columns = Array(repeating: ArrayText(), count: columns.count) }
        return (sql, columns)
    }
}
