import JobModel

/// New rows of one table that are kept back, so that one statement writes them all.
struct BatchedInserts {
    /// A row on its way: a value for each column, in their order.
    struct Cells {
        fileprivate var columns: [ArrayText]
        private var next = 0

        fileprivate init(_ columns: [ArrayText]) {
            self.columns = columns
        }

        mutating func add(_ value: Int64?) {
            columns[next].append(value)
            next += 1
        }

        mutating func add(_ value: Int?) { add(value.map { Int64($0) }) }
        mutating func add(_ value: Timestamp?) { add(value?.microseconds) }

        mutating func add(_ value: Bool) {
            columns[next].append(value)
            next += 1
        }

        mutating func add(_ value: (some Bindable)?) {
            columns[next].append(stored: value?.stored)
            next += 1
        }
    }

    private let table: String
    private let types: [(name: String, type: String)]
    private let omitsNulls: Bool
    private var columns: [ArrayText]

    /// - Parameter omitsNulls: Whether columns in which all rows have NULL are left out, which must be NULL by default
    ///   then. A list of nothing else takes the server as long as one of numbers.
    init(table: String, columns: [(name: String, type: String)], omitsNulls: Bool = false) {
        self.table = table
        types = columns
        self.omitsNulls = omitsNulls
        self.columns = Array(repeating: ArrayText(), count: columns.count)
    }

    var isEmpty: Bool { columns[0].count == 0 }
    /// How many bytes they are.
    var size: Int { columns.reduce(0) { $0 + $1.size } }

    /// Adds a row.
    mutating func add(_ fill: (inout Cells) -> Void) {
        var cells = Cells(columns)
        // Or adding a value would copy its column.
        columns = []
        fill(&cells)
        columns = cells.columns
    }

    /// The statement that writes what is here, which is then forgotten.
    mutating func take() -> (sql: String, values: [(any Bindable)?]) {
        defer { columns = Array(repeating: ArrayText(), count: types.count) }
        let written = zip(types, columns).filter { !omitsNulls || !$1.isNull }
        let names = written.map(\.0.name).joined(separator: ", ")
        let arrays = written.enumerated().map { "$\($0.offset + 1)::\($0.element.0.type)[]" }.joined(separator: ", ")
        return ("INSERT INTO \(table) (\(names)) SELECT * FROM unnest(\(arrays))", written.map(\.1))
    }
}
