/// Updates of one table that are kept back, so that many rows are written by one statement.
///
/// Rows of which the same columns change go together. A row is here once at most. Whoever adds one has locked it, so that
/// it stays where it lies until it is written.
struct BatchedUpdates {
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
    mutating func take() -> [PendingWrites.Statement] {
        defer {
            ids = []
            batches = [:]
        }
        return batches.sorted { $0.key < $1.key }.map { (statement($0), [$1.ids] + $1.columns) }
    }

    // Each row is looked up by its number and then changed where it lies. The planner, which may take the table for
    // empty, would compare all rows with all.
    private func statement(_ mask: UInt64) -> String {
        let changed = columns.enumerated().filter { mask & (1 << UInt64($0.offset)) != 0 }.map(\.element)
        let assignments = changed.map { "\($0.name) = u.\($0.name)" }.joined(separator: ", ")
        let arrays = changed.enumerated().map { "$\($0.offset + 2)::\($0.element.type)[]" }
        return """
            UPDATE \(table) AS t SET \(assignments) FROM (
                SELECT r.place, k.* FROM unnest(\((["$1::bigint[]"] + arrays).joined(separator: ", ")))
                    AS k(id, \(changed.map(\.name).joined(separator: ", ")))
                CROSS JOIN LATERAL (SELECT ctid AS place FROM \(table) WHERE id = k.id OFFSET 0) AS r
                OFFSET 0) AS u
            WHERE t.ctid = u.place
            """
    }
}
