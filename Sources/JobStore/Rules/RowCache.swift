/// Rows that were read or changed in one transaction.
///
/// A row that has been found is changed where it lies: one look into the dictionary a row, instead of one for each of what the
/// table holds and what it is to hold, and no copies of either.
final class RowCache<Row> {
    /// One row: what the table holds, where that is known, and what it is to hold.
    private final class Entry {
        let id: Int64
        var stored: Row?
        var row: Row
        var isChanged: Bool

        init(id: Int64, stored: Row?, row: Row, isChanged: Bool) {
            self.id = id
            self.stored = stored
            self.row = row
            self.isChanged = isChanged
        }
    }

    private var entries: [Int64: Entry] = [:]
    private var changed: [Entry] = []

    var count: Int { entries.count }

    subscript(id: Int64) -> Row? { entries[id]?.row }

    /// Takes note of what the table holds; what is known of the row already stays as it is.
    func load(_ row: Row, id: Int64) {
        if let entry = entries[id] {
            if entry.stored == nil { entry.stored = row }
        } else {
            entries[id] = Entry(id: id, stored: row, row: row, isChanged: false)
        }
    }

    /// Changes a row.
    func change(_ row: Row, id: Int64) {
        guard let entry = entries[id] else {
            let entry = Entry(id: id, stored: nil, row: row, isChanged: true)
            entries[id] = entry
            changed.append(entry)
            return
        }
        entry.row = row
        guard !entry.isChanged else { return }
        entry.isChanged = true
        changed.append(entry)
    }

    /// Shows the rows that were changed to `write`, with what the table holds where that is known, in the order of their ids.
    /// They count as written from now on.
    ///
    /// - Parameter isKept: Whether a row that was written is soon asked for again; others are forgotten.
    func takeChanges(
        keeping isKept: (Row) -> Bool = { _ in true }, _ write: (_ row: Row, _ stored: Row?) throws -> Void
    ) rethrows {
        guard !changed.isEmpty else { return }
        let taken = changed.sorted { $0.id < $1.id }
        changed.removeAll(keepingCapacity: true)
        for entry in taken {
            entry.isChanged = false
            let row = entry.row
            try write(row, entry.stored)
            if isKept(row) { entry.stored = row } else { entries[entry.id] = nil }
        }
    }

    /// Forgets everything.
    func forget() {
        entries = [:]
        changed = []
    }
}
