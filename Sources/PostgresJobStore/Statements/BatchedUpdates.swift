/// Updates of one table that are kept back, so that many rows are written by one statement.
///
/// Rows of which the same columns change go together. A row is here once at most.
struct BatchedUpdates {
    /// One statement.
    struct Statement {
        let sql: String
        let values: [(any Bindable)?]
        /// Whether it changes so many rows that they must be found among the new values by a hash: comparing all with
        /// all would take longer than writing them.
        let isLarge: Bool
    }

    /// From so many rows on a statement is large.
    private static let large = 17

    private struct Batch {
        var ids = ArrayText()
        var columns: [ArrayText]
    }

    private let table: String
    /// The columns in the order in which rows are compared, with their types.
    private let columns: [(name: String, type: String)]
    private var ids: Set<Int64> = []
    private var batches: [UInt64: Batch] = [:]

    init(table: String, columns: [(name: String, type: String)]) {
        self.table = table
        self.columns = columns
    }

    var isEmpty: Bool { ids.isEmpty }
    func holds(_ id: Int64) -> Bool { ids.contains(id) }

    mutating func add(_ id: Int64, _ changes: ChangedColumns) {
        guard changes.mask != 0 else { return }
        ids.insert(id)
        var batch =
            batches.removeValue(forKey: changes.mask)
            ?? Batch(columns: Array(repeating: ArrayText(), count: changes.values.count))
        batch.ids.append(id)
        for (index, value) in changes.values.enumerated() { batch.columns[index].append(value) }
        batches[changes.mask] = batch
    }

    /// The statements that write what is here, which is then forgotten.
    mutating func take() -> [Statement] {
        defer {
            ids = []
            batches = [:]
        }
        return batches.sorted { $0.key < $1.key }.map { mask, batch in
            let isLarge = batch.ids.count >= Self.large
            return Statement(
                sql: statement(mask, isLarge: isLarge), values: [batch.ids] + batch.columns, isLarge: isLarge)
        }
    }

    // The ids are named twice because the planner, which may take the table for empty, would else compare all rows with
    // all. A plan stays with its text, so large statements have another one.
    private func statement(_ mask: UInt64, isLarge: Bool) -> String {
        let changed = columns.enumerated().filter { mask & (1 << UInt64($0.offset)) != 0 }.map(\.element)
        let assignments = changed.map { "\($0.name) = u.\($0.name)" }.joined(separator: ", ")
        let arrays = changed.enumerated().map { "$\($0.offset + 2)::\($0.element.type)[]" }
        return """
            UPDATE \(table) AS t SET \(assignments)
            FROM unnest(\((["$1::bigint[]"] + arrays).joined(separator: ", ")))
                AS u(\((["id"] + changed.map(\.name)).joined(separator: ", ")))
            WHERE t.id = ANY($1::bigint[]) AND t.id = u.id\(isLarge ? " /* many */" : "")
            """
    }
}
