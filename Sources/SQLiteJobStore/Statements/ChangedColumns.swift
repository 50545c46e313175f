import JobModel

/// Collects the columns of a row that differ from what the table holds, so that an update writes no others: each column
/// that is named makes SQLite look at the indices that hold it and rewrite more of the row.
struct ChangedColumns {
    /// Which columns changed, a bit each, in the order in which they were compared.
    private(set) var mask: UInt64 = 0
    /// The changed columns' new values.
    private(set) var values: [ColumnValue] = []
    private var bit: UInt64 = 1
    /// Whether all columns count as changed, because it is not known what the table holds.
    private let areAll: Bool

    init(areAll: Bool) {
        self.areAll = areAll
    }

    private mutating func add(_ value: ColumnValue) {
        if values.isEmpty { values.reserveCapacity(8) }
        mask |= bit
        values.append(value)
    }

    /// Compares a column with what the table holds.
    @inline(__always)
    private mutating func compare<Value: Equatable>(
        _ new: Value, _ old: Value, _ value: (Value) -> ColumnValue
    ) {
        if old != new || areAll { add(value(new)) }
        bit <<= 1
    }

    /// Compares a column that held something else until now (`isNew`), or that is left as it is (`isLeft`).
    mutating func compare(_ new: Int, _ old: Int, isNew: Bool, isLeft: Bool) {
        if !isLeft, isNew || areAll || new != old { add(ColumnValue(new)) }
        bit <<= 1
    }

    mutating func compare(_ new: Timestamp?, _ old: Timestamp?, isNew: Bool, isLeft: Bool) {
        if !isLeft, isNew || areAll || new != old { add(ColumnValue(new)) }
        bit <<= 1
    }

    mutating func compare(_ new: Int64?, _ old: Int64?) { compare(new, old, ColumnValue.init) }
    mutating func compare(_ new: Int?, _ old: Int?) { compare(new, old, ColumnValue.init) }
    mutating func compare(_ new: Double?, _ old: Double?) { compare(new, old, ColumnValue.init) }
    mutating func compare(_ new: String?, _ old: String?) { compare(new, old, ColumnValue.init) }
    mutating func compare(_ new: Timestamp?, _ old: Timestamp?) { compare(new, old, ColumnValue.init) }
    mutating func compare(_ new: Bool, _ old: Bool) { compare(new, old, ColumnValue.init) }

    /// Compares a column that is NULL instead of 0.
    mutating func compare(seldom new: Bool, _ old: Bool) { compare(new, old) { $0 ? .integer(1) : .null } }

    /// Passes over columns that are written nowhere now.
    mutating func skip(_ count: Int) { bit <<= UInt64(count) }
}
