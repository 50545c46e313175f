/// New rows of one table that are kept back, so that one statement writes them all.
struct BatchedInserts {
    private let sql: String
    private var columns: [ArrayText]

    init(table: String, columns: [(name: String, type: String)]) {
        let names = columns.map(\.name).joined(separator: ", ")
        let arrays = columns.enumerated().map { "$\($0.offset + 1)::\($0.element.type)[]" }.joined(separator: ", ")
        sql = "INSERT INTO \(table) (\(names)) SELECT * FROM unnest(\(arrays))"
        self.columns = Array(repeating: ArrayText(), count: columns.count)
    }

    var isEmpty: Bool { columns[0].count == 0 }
    /// About how many bytes they are.
    private(set) var size = 0

    /// Adds a row, whose values are in the order of the columns.
    mutating func add(_ values: [(any Bindable)?]) {
        for (index, value) in values.enumerated() {
            let text = value?.stored
            size += (text?.utf8.count ?? 4) + 3
            columns[index].append(stored: text)
        }
    }

    /// The statement that writes what is here, which is then forgotten.
    mutating func take() -> (sql: String, values: [(any Bindable)?]) {
        defer {
            columns = Array(repeating: ArrayText(), count: columns.count)
            size = 0
        }
        return (sql, columns)
    }
}
