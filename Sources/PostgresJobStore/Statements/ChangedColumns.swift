/// Collects the columns of a row that differ from what the table holds, so that an update writes no others.
struct ChangedColumns {
    /// Which columns changed, a bit each, in the order in which they were compared.
    private(set) var mask: UInt64 = 0
    /// The changed columns' new values.
    private(set) var values: [(any Bindable)?] = []
    private var bit: UInt64 = 1

    init() {
        values.reserveCapacity(12)
    }

    /// Compares a column with what the table holds.
    mutating func compare<Value: Equatable>(
        _ new: Value, _ old: Value?, _ value: (Value) -> (any Bindable)?
    ) {
        if old != new {
            mask |= bit
            values.append(value(new))
        }
        bit <<= 1
    }

    mutating func compare<Value: Equatable & Bindable>(_ new: Value, _ old: Value?) {
        compare(new, old) { $0 }
    }

    /// Compares a column that may be NULL.
    mutating func compare<Value: Equatable & Bindable>(_ new: Value?, _ old: Value??) {
        compare(new, old) { $0 }
    }

    /// Compares a column that held something else until now (`isNew`), or that is left as it is (`isLeft`).
    mutating func compare<Value: Equatable>(
        _ new: Value, _ old: Value, isNew: Bool, isLeft: Bool, _ value: (Value) -> (any Bindable)?
    ) {
        if isLeft { skip(1) } else { compare(new, isNew ? nil : old, value) }
    }

    /// Passes over columns that are written nowhere now.
    mutating func skip(_ count: Int) { bit <<= UInt64(count) }
}
