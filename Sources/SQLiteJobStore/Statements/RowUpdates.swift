import GRDB

/// The updates of one table's rows: a statement for each set of columns that change together.
final class RowUpdates {
    private let table: String
    private let columns: [String]
    private var statements: [UInt64: KeptStatement] = [:]

    /// - Parameter columns: The columns in the order in which `ChangedColumns` compares them.
    init(_ table: String, _ columns: [String]) {
        self.table = table
        self.columns = columns
    }

    /// The statement that writes the columns that changed.
    func statement(_ changes: ChangedColumns) -> KeptStatement {
        if let known = statements[changes.mask] { return known }
        let changed = columns.enumerated().filter { changes.mask & (1 << UInt64($0.offset)) != 0 }
        let assignments = changed.map { "\($0.element) = ?" }.joined(separator: ", ")
        let statement = KeptStatement("UPDATE \(table) SET \(assignments) WHERE id = ?")
        statements[changes.mask] = statement
        return statement
    }

    func forget() {
        statements = [:]
    }
}
