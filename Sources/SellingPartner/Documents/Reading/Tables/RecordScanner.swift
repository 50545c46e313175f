#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Finds the values of a table's records.
struct RecordScanner {
    /// Where a value lies.
    struct Field {
        var start: Int
        var end: Int
        /// Whether it holds quotes that are written twice and stand for one.
        var hasDoubledQuotes = false
        /// Whether it stands in quotes.
        var isQuoted = false

        var count: Int { end - start }
    }

    /// How a scan ended.
    enum End: Equatable {
        /// A record was found. The next one begins here.
        case record(next: Int)
        /// The record's end has not come.
        case incomplete
        /// The record cannot be read.
        case malformed(String)
    }

    static let quote = UInt8(ascii: "\"")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")

    /// The values of the last record that was found.
    private(set) var fields: [Field] = []
    private let delimiter: UInt8
    private let quotes: Bool

    init(_ delimiter: DocumentForm.Delimiter) {
        self.delimiter = delimiter == .tab ? UInt8(ascii: "\t") : UInt8(ascii: ",")
        quotes = delimiter == .comma
    }

    /// Whether the last record is an empty line.
    var isBlank: Bool { fields.count == 1 && fields[0].count == 0 && !fields[0].isQuoted }

    /// Finds the record that begins at `start`.
    ///
    /// - Parameter isLast: Whether nothing comes after `text`.
    mutating func scan(_ text: UnsafeBufferPointer<UInt8>, from start: Int, isLast: Bool) -> End {
        fields.removeAll(keepingCapacity: true)
        var lineEnd = Self.find(Self.lineFeed, in: text, from: start, to: text.count)
        guard lineEnd < text.count || isLast else { return .incomplete }
        var index = start
        while true {
            if quotes, index < text.count, text[index] == Self.quote {
                guard let field = quoted(text, from: index) else {
                    return isLast ? .malformed("has a quote that is never closed") : .incomplete
                }
                index = field.end + 1
                // Whether the quote ends here or is written twice shows the next byte.
                guard index < text.count || isLast else { return .incomplete }
                fields.append(field)
                if index > lineEnd { lineEnd = Self.find(Self.lineFeed, in: text, from: index, to: text.count) }
                if index == text.count { return .record(next: index) }
                if text[index] == delimiter {
                    index += 1
                    continue
                }
                let rest = text[index] == Self.carriageReturn ? index + 1 : index
                guard rest == lineEnd else {
                    guard rest < text.count || isLast else { return .incomplete }
                    return .malformed("has something behind a closing quote")
                }
                guard lineEnd < text.count || isLast else { return .incomplete }
                return .record(next: min(lineEnd + 1, text.count))
            }
            let end = Self.find(delimiter, in: text, from: index, to: lineEnd)
            if end < lineEnd {
                fields.append(Field(start: index, end: end))
                index = end + 1
                continue
            }
            guard lineEnd < text.count || isLast else { return .incomplete }
            let hasReturn = end > index && text[end - 1] == Self.carriageReturn
            fields.append(Field(start: index, end: hasReturn ? end - 1 : end))
            return .record(next: min(lineEnd + 1, text.count))
        }
    }

    /// The value that begins with the quote at `start`, or `nil` when it is not closed.
    private func quoted(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Field? {
        var hasDoubledQuotes = false
        var index = start + 1
        while true {
            let end = Self.find(Self.quote, in: text, from: index, to: text.count)
            guard end < text.count else { return nil }
            guard end + 1 < text.count, text[end + 1] == Self.quote else {
                return Field(start: start + 1, end: end, hasDoubledQuotes: hasDoubledQuotes, isQuoted: true)
            }
            hasDoubledQuotes = true
            index = end + 2
        }
    }

    /// The first index of `byte` between two others, or the second of them.
    @inline(__always)
    private static func find(
        _ byte: UInt8, in text: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int
    ) -> Int {
        guard start < end, let base = text.baseAddress, let found = memchr(base + start, Int32(byte), end - start)
        else {
            return end
        }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
}
