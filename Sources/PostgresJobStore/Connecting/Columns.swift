import CLibPQ
import JobModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The columns of one row of a result, by position.
struct Columns {
    /// Kept, because the values lie in its memory.
    let rows: Rows
    let row: Int32

    private var result: OpaquePointer { rows.result }

    func int(_ index: Int) -> Int { Int(int64(index)) }
    func int64(_ index: Int) -> Int64 { Int64(strtoll(start(index), nil, 10)) }
    func double(_ index: Int) -> Double { strtod(start(index), nil) }
    func flag(_ index: Int) -> Bool { start(index).pointee == CChar(UInt8(ascii: "t")) }
    func instant(_ index: Int) -> Timestamp { Timestamp(microseconds: int64(index)) }
    func text(_ index: Int) -> String { optionalText(index) ?? "" }

    func optionalInt(_ index: Int) -> Int? { isNull(index) ? nil : int(index) }
    func optionalInt64(_ index: Int) -> Int64? { isNull(index) ? nil : int64(index) }
    func optionalDouble(_ index: Int) -> Double? { isNull(index) ? nil : double(index) }
    func optionalInstant(_ index: Int) -> Timestamp? { isNull(index) ? nil : instant(index) }

    func optionalText(_ index: Int) -> String? {
        if isNull(index) { return nil }
        let bytes = UnsafeRawBufferPointer(start: start(index), count: Int(PQgetlength(result, row, Int32(index))))
        return StoredText.reading(String(decoding: bytes, as: UTF8.self))
    }

    /// Bytes, which come as `\x` and digits.
    func bytes(_ index: Int) -> [UInt8] {
        let digits = UnsafeRawBufferPointer(start: start(index), count: Int(PQgetlength(result, row, Int32(index))))
        func value(_ digit: UInt8) -> UInt8 { digit < 0x3A ? digit - 0x30 : (digit | 0x20) - 0x57 }
        return stride(from: 2, to: digits.count - 1, by: 2).map { value(digits[$0]) << 4 | value(digits[$0 + 1]) }
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

    func isNull(_ index: Int) -> Bool { PQgetisnull(result, row, Int32(index)) == 1 }
    /// Never without an address: a NULL is an empty text here.
    private func start(_ index: Int) -> UnsafeMutablePointer<CChar> { PQgetvalue(result, row, Int32(index)) }
}
