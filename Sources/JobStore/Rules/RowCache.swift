/// Rows that were read or changed in one transaction.
struct RowCache<Row: Equatable> {
    /// A row that is to be written back.
    struct Change {
        /// What the table holds, where that is known.
        let stored: Row?
        /// What it is to hold.
        let row: Row
    }

    private var stored: [Int64: Row] = [:]
    private var changed: [Int64: Row] = [:]

    var count: Int { stored.count }

    subscript(id: Int64) -> Row? { changed[id] ?? stored[id] }

    /// Takes note of what the table holds; what has been changed since stays as it is.
    mutating func load(_ row: Row, id: Int64) {
        if stored[id] == nil { stored[id] = row }
    }

    /// Changes a row.
    mutating func change(_ row: Row, id: Int64) { changed[id] = row }

    /// Forgets a row that has been written back.
    mutating func forget(_ id: Int64) { stored[id] = nil }

    /// The rows that differ from what the table holds, in the order of their ids. They count as written from now on.
    mutating func takeChanges() -> [Change] {
        guard !changed.isEmpty else { return [] }
        var changes: [Change] = []
        changes.reserveCapacity(changed.count)
        for id in changed.keys.sorted() {
            guard let row = changed[id] else { continue }
            let before = stored[id]
            stored[id] = row
            if before != row { changes.append(Change(stored: before, row: row)) }
        }
        changed.removeAll(keepingCapacity: true)
        return changes
    }
}
