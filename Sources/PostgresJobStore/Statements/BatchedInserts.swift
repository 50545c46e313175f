import JobModel

/// New rows of one table that are kept back, so that one statement writes them all.
struct BatchedInserts {
    /// A row on its way: a value for each column, in their order.
    struct Cells {
        fileprivate var columns: [InsertedColumn]
        private var next = 0

        fileprivate init(_ columns: [InsertedColumn]) {
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
    private let empty: [InsertedColumn]
    private var columns: [InsertedColumn]

    /// - Parameters:
    ///   - omitsNulls: Whether columns in which all rows have NULL are left out, which must be NULL by default then. A
    ///     list of nothing else takes the server as long as one of numbers.
    ///   - shared: Columns in which all rows often have the same value, which is then sent once. The first column is none
    ///     of them.
    init(
        table: String, columns: [(name: String, type: String)], omitsNulls: Bool = false, shared: Set<String> = []
    ) {
        self.table = table
        types = columns
        self.omitsNulls = omitsNulls
        empty = columns.map { InsertedColumn(mayShare: shared.contains($0.name)) }
        self.columns = empty
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
        defer { columns = empty }
        var (names, cells, arrays, arrayNames): ([String], [String], [String], [String]) = ([], [], [], [])
        var values: [(any Bindable)?] = []
        for (column, (name, type)) in zip(columns, types) where !omitsNulls || !column.isNull {
            names.append(name)
            values.append(column.value)
            if column.isShared {
                cells.append("$\(values.count)::\(type)")
            } else {
                cells.append("u.\(name)")
                arrays.append("$\(values.count)::\(type)[]")
                arrayNames.append(name)
            }
        }
        return (
            """
            INSERT INTO \(table) (\(names.joined(separator: ", "))) SELECT \(cells.joined(separator: ", "))
            FROM unnest(\(arrays.joined(separator: ", "))) AS u(\(arrayNames.joined(separator: ", ")))
            """, values
        )
    }
}
