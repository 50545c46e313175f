/// Where a line reader gets its bytes.
package protocol ByteSource: Sendable {
    /// The next bytes, as many as there are at once; none at the end. Blocks.
    mutating func next() throws -> [UInt8]
}

/// Cuts bytes into lines, however they arrive. It never holds more than a line and what one read brought.
///
/// Lines end with LF or CRLF; the last one may have no end. A byte order mark before the first one is dropped.
package struct LineReader<Source: ByteSource>: Sendable {
    /// One line, without its end.
    package struct Line: Sendable, Hashable {
        /// Counted from 1.
        package let number: Int
        /// How many bytes of the source come before it.
        package let offset: Int64
        /// What it holds; `nil` when that is more than may be.
        package let bytes: [UInt8]?

        /// Whether nothing stands there but white space.
        package var isBlank: Bool {
            bytes?.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } ?? false
        }
    }

    private let longest: Int
    private var source: Source
    private var chunk: [UInt8] = []
    private var position = 0
    private var offset: Int64 = 0
    private var number: Int
    private var isAtEnd = false

    /// Reads lines from `source`.
    ///
    /// - Parameters:
    ///   - longest: The most bytes that a line may have; longer ones are passed over.
    ///   - first: The number of the line that the source begins with.
    package init(_ source: Source, longest: Int, from first: Int = 1) {
        self.source = source
        self.longest = longest
        number = first - 1
    }

    /// The next line, `nil` at the end.
    ///
    /// - Throws: what the source throws.
    package mutating func next() throws -> Line? {
        var line: [UInt8] = []
        var length = 0
        while true {
            if position == chunk.count, try !refill() {
                defer { offset += Int64(length) }
                return length == 0 ? nil : finished(line, length)
            }
            let end = chunk[position...].firstIndex(of: 0x0A)
            let part = chunk[position..<(end ?? chunk.count)]
            length += part.count
            // One byte more than may be: it can be the CR of the line's end.
            if length <= longest + 1 { line += part } else { line = [] }
            position += part.count + (end == nil ? 0 : 1)
            if end != nil {
                defer { offset += Int64(length + 1) }
                return finished(line, length)
            }
        }
    }

    private mutating func refill() throws -> Bool {
        if isAtEnd { return false }
        chunk = try source.next()
        position = 0
        isAtEnd = chunk.isEmpty
        return !isAtEnd
    }

    private mutating func finished(_ line: [UInt8], _ length: Int) -> Line {
        number += 1
        guard length <= longest + 1 else { return Line(number: number, offset: offset, bytes: nil) }
        var line = line
        if line.last == 0x0D { line.removeLast() }
        if number == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        return Line(number: number, offset: offset, bytes: line.count > longest ? nil : line)
    }
}
