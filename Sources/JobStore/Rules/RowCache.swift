/// Rows that were read or changed in one transaction.
///
/// A row that has been found is changed where it lies: one look into the dictionary a row, and no copies but those
/// that are handed out. Two dictionaries of rows, stored and changed, took a twelfth of the writer's time more.
final class RowCache<Row> {
    private final class Entry {
        let id: Int64
        /// What the table is to hold.
        var row: Row
        /// Whether it is known what the table holds.
        var isKnown: Bool
        /// Its place among the changed ones, while it is there.
        var place: Int?

        init(id: Int64, row: consuming Row, isKnown: Bool) {
            self.id = id
            self.row = row
            self.isKnown = isKnown
        }
    }

    /// Room for so many changes is kept from one time to the next.
    private static var usualChanges: Int { 1024 }

    private var entries: [Int64: Entry] = [:]
    private var changed: [Entry] = []
    /// What the table holds of the changed ones, where that is known and something else. Few rows are changed at a time,
    /// and those of ten thousand sellers are known: an entry needs no room for it.
    private var stored: [Row?] = []

    var count: Int { entries.count }
    /// How many rows are to be written.
    var changedCount: Int { changed.count }

    subscript(id: Int64) -> Row? { entries[id]?.row }

    /// Looks at a row where it lies, without a copy of it; `nil` when it is not known.
    func look<Value>(at id: Int64, _ body: (borrowing Row) -> Value) -> Value? {
        guard let entry = entries[id] else { return nil }
        return body(entry.row)
    }

    /// Takes note of what the table holds; what is known of the row already stays as it is.
    func load(_ row: consuming Row, id: Int64) {
        if entries[id] == nil { entries[id] = Entry(id: id, row: row, isKnown: true) }
    }

    /// Changes a row.
    func change(_ row: consuming Row, id: Int64) {
        guard let entry = entries[id] else {
            let entry = Entry(id: id, row: row, isKnown: false)
            entries[id] = entry
            enlist(entry, stored: nil)
            return
        }
        guard entry.place == nil else {
            entry.row = row
            return
        }
        swap(&entry.row, &row)
        if entry.isKnown { enlist(entry, stored: row) } else { enlist(entry, stored: nil) }
    }

    private func enlist(_ entry: Entry, stored row: consuming Row?) {
        entry.place = changed.count
        changed.append(entry)
        stored.append(row)
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
        var before: [Row?] = []
        swap(&before, &stored)
        // A start changes all rows at once, which must not hold that much room for ever.
        changed.removeAll(keepingCapacity: taken.count <= Self.usualChanges)
        defer {
            if stored.isEmpty, before.count <= Self.usualChanges {
                before.removeAll(keepingCapacity: true)
                swap(&before, &stored)
            }
        }
        for entry in taken {
            guard let place = entry.place.take() else { continue }
            entry.isKnown = true
            try write(entry.row, before[place].take())
            if !isKept(entry.row) { entries[entry.id] = nil }
        }
    }

    /// Forgets everything.
    func forget() {
        entries = [:]
        changed = []
        stored = []
    }
}
