/// Rows that were read or changed in one transaction.
///
/// A row that has been found is changed where it lies: one look into the dictionary a row, and no copies but those
/// that are handed out. Two dictionaries of rows, stored and changed, took a twelfth of the writer's time more.
final class RowCache<Row> {
    private final class Entry {
        let id: Int64
        /// What the table is to hold.
        var row: Row
        /// What it holds, where that is known and something else.
        var before: Row?
        /// Whether it is known what the table holds.
        var isKnown: Bool
        var isChanged = false

        init(id: Int64, row: consuming Row, isKnown: Bool) {
            self.id = id
            self.row = row
            self.isKnown = isKnown
        }

        /// Whether this is the first change since the row was written or read.
        func change(_ new: consuming Row) -> Bool {
            guard !isChanged else {
                row = new
                return false
            }
            isChanged = true
            swap(&row, &new)
            if isKnown { before = new }
            return true
        }
    }

    private var entries: [Int64: Entry] = [:]
    private var changed: [Entry] = []

    var count: Int { entries.count }
    /// How many rows are to be written.
    var changedCount: Int { changed.count }

    subscript(id: Int64) -> Row? { entries[id]?.row }

    /// Takes note of what the table holds; what is known of the row already stays as it is.
    func load(_ row: consuming Row, id: Int64) {
        if entries[id] == nil { entries[id] = Entry(id: id, row: row, isKnown: true) }
    }

    /// Changes a row.
    func change(_ row: consuming Row, id: Int64) {
        if let entry = entries[id] {
            if entry.change(row) { changed.append(entry) }
        } else {
            let entry = Entry(id: id, row: row, isKnown: false)
            entry.isChanged = true
            entries[id] = entry
            changed.append(entry)
        }
    }

    /// Shows the rows that were changed to `write`, with what the table holds where that is known, in the order of
    /// their ids. They count as written from now on.
    ///
    /// - Parameter isKept: Whether a row that was written is soon asked for again; others are forgotten.
    func takeChanges(
        keeping isKept: (Row) -> Bool = { _ in true }, _ write: (_ row: Row, _ stored: Row?) throws -> Void
    ) rethrows {
        guard !changed.isEmpty else { return }
        let taken = changed.sorted { $0.id < $1.id }
        changed.removeAll(keepingCapacity: true)
        for entry in taken {
            let row = entry.row
            let before = entry.before.take()
            entry.isChanged = false
            entry.isKnown = true
            try write(row, before)
            if !isKept(row) { entries[entry.id] = nil }
        }
    }

    /// Forgets everything.
    func forget() {
        entries = [:]
        changed = []
    }
}
