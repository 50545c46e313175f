import GRDBSQLite
import JobModel

/// A value of one column, for the hot paths: unlike `any Bindable` it lies where it is used.
enum ColumnValue {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)

    init(_ value: Int64?) { self = value.map { .integer($0) } ?? .null }
    init(_ value: Int?) { self = value.map { .integer(Int64($0)) } ?? .null }
    init(_ value: Double?) { self = value.map { .real($0) } ?? .null }
    init(_ value: String?) { self = value.map { .text($0) } ?? .null }
    init(_ value: Timestamp?) { self = value.map { .integer($0.microseconds) } ?? .null }
    init(_ value: Bool) { self = .integer(value ? 1 : 0) }

    /// Hands the value to a statement and returns SQLite's result code.
    func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        switch self {
        case .null: sqlite3_bind_null(statement, place)
        case .integer(let value): sqlite3_bind_int64(statement, place, value)
        case .real(let value): sqlite3_bind_double(statement, place, value)
        case .text(let value): value.bind(to: statement, at: place)
        }
    }
}
