/// The values of one column of rows that are inserted together.
struct InsertedColumn {
    private enum Cell: Equatable {
        case integer(Int64)
        case flag(Bool)
        case text(String)
    }

    private let mayShare: Bool
    /// What all rows have so far, and how many they are; `values` has nothing then.
    private var shared: (cell: Cell, count: Int)?
    private var values = ArrayText()

    /// - Parameter mayShare: Whether it is looked out for that all rows have the same value.
    init(mayShare: Bool) {
        self.mayShare = mayShare
    }

    var count: Int { shared?.count ?? values.count }
    /// How many bytes they are, about.
    var size: Int { values.size }
    /// Whether there is nothing but NULL.
    var isNull: Bool { shared == nil && values.isNull }
    /// Whether `value` is the one that all rows have, and no list.
    var isShared: Bool { shared != nil }

    /// All values, or the one of all rows.
    var value: any Bindable {
        switch shared?.cell {
        case .integer(let value): value
        case .flag(let value): value
        case .text(let value): StoredAlready(stored: value)
        case nil: values
        }
    }

    mutating func append(_ value: Int64?) {
        if mayShare, let value, share(.integer(value)) { return }
        spread()
        values.append(value)
    }

    mutating func append(_ value: Bool) {
        if mayShare, share(.flag(value)) { return }
        spread()
        values.append(value)
    }

    /// Appends a value as the server reads it.
    mutating func append(stored value: String?) {
        if mayShare, let value, share(.text(value)) { return }
        spread()
        values.append(stored: value)
    }

    /// Whether the value is that of all rows, which is then counted.
    private mutating func share(_ cell: Cell) -> Bool {
        guard values.count == 0 else { return false }
        guard let known = shared else {
            shared = (cell, 1)
            return true
        }
        guard known.cell == cell else { return false }
        shared = (cell, known.count + 1)
        return true
    }

    /// Writes out what all rows had until now.
    private mutating func spread() {
        guard let (cell, count) = shared else { return }
        shared = nil
        for _ in 0..<count {
            switch cell {
            case .integer(let value): values.append(value)
            case .flag(let value): values.append(value)
            case .text(let value): values.append(stored: value)
            }
        }
    }
}

/// A text as the server reads it.
private struct StoredAlready: Bindable {
    let stored: String
}
