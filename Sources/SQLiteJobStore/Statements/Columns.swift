import GRDBSQLite
import JobModel

/// The columns of the row that a statement stands on, by position.
///
/// They are read straight from SQLite: GRDB's rows make a dictionary of the columns' names for each query, which took two fifths
/// of the writer's time.
struct Columns {
    let statement: OpaquePointer

    func int(_ index: Int) -> Int { Int(sqlite3_column_int64(statement, Int32(index))) }
    func int64(_ index: Int) -> Int64 { sqlite3_column_int64(statement, Int32(index)) }
    func double(_ index: Int) -> Double { sqlite3_column_double(statement, Int32(index)) }
    func flag(_ index: Int) -> Bool { int(index) != 0 }
    func instant(_ index: Int) -> Timestamp { Timestamp(microseconds: int64(index)) }
    func text(_ index: Int) -> String { optionalText(index) ?? "" }

    func optionalInt(_ index: Int) -> Int? { isNull(index) ? nil : int(index) }
    func optionalInt64(_ index: Int) -> Int64? { isNull(index) ? nil : int64(index) }
    func optionalDouble(_ index: Int) -> Double? { isNull(index) ? nil : double(index) }
    func optionalInstant(_ index: Int) -> Timestamp? { isNull(index) ? nil : instant(index) }

    /// A text with its length: it may hold U+0000, at which C's strings end.
    func optionalText(_ index: Int) -> String? {
        guard let start = sqlite3_column_text(statement, Int32(index)) else { return nil }
        let count = Int(sqlite3_column_bytes(statement, Int32(index)))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    func bytes(_ index: Int) -> [UInt8] {
        guard let start = sqlite3_column_blob(statement, Int32(index)) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, Int32(index)))))
    }

    /// A failure in four columns: kind, message, status, request id.
    func failure(_ index: Int) -> JobFailure? {
        guard let kind = optionalText(index) else { return nil }
        return JobFailure(
            kind: kind, message: text(index + 1), status: optionalInt(index + 2), requestID: optionalText(index + 3))
    }

    /// A call in five columns: start, end, status, request id, rate.
    func lastCall(_ index: Int) -> LastCall? {
        guard let startedAt = optionalInstant(index) else { return nil }
        return LastCall(
            startedAt: startedAt, endedAt: optionalInstant(index + 1), status: optionalInt(index + 2),
            requestID: optionalText(index + 3), rateLimit: optionalDouble(index + 4))
    }

    private func isNull(_ index: Int) -> Bool { sqlite3_column_type(statement, Int32(index)) == SQLITE_NULL }
}
