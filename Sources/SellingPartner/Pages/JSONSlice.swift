package import OperationCatalogue

/// One value inside a JSON text, found without decoding what is around it.
///
/// Items of pages are kept byte for byte as Amazon sent them: decoding and encoding again would change how numbers are
/// written and could lose digits.
package struct JSONSlice: Sendable {
    private let bytes: [UInt8]
    private let range: Range<Int>

    /// A whole text.
    ///
    /// - Throws: the first place where it is not JSON.
    package init(_ text: [UInt8]) throws(JSONSyntax.Fault) {
        try JSONSyntax.check(text)
        bytes = text
        let start = Self.skipSpace(text, 0)
        range = start..<Self.end(of: start, in: text)
    }

    private init(bytes: [UInt8], range: Range<Int>) {
        self.bytes = bytes
        self.range = range
    }

    /// The value at a dotted path of member names, for example `payload.NextToken`; `nil` when something is missing on the way.
    package func value(at path: String) -> JSONSlice? {
        path.split(separator: ".").reduce(self) { slice, name in slice?.member(name.utf8) }
    }

    /// The items of an array; `nil` for every other value.
    package var elements: [JSONSlice]? {
        guard bytes[range.lowerBound] == UInt8(ascii: "[") else { return nil }
        var elements: [JSONSlice] = []
        var position = Self.skipSpace(bytes, range.lowerBound + 1)
        while bytes[position] != UInt8(ascii: "]") {
            let end = Self.end(of: position, in: bytes)
            elements.append(JSONSlice(bytes: bytes, range: position..<end))
            position = Self.skipSpace(bytes, end)
            if bytes[position] == UInt8(ascii: ",") { position = Self.skipSpace(bytes, position + 1) }
        }
        return elements
    }

    /// The text of a string; `nil` for every other value.
    package var string: String? {
        guard bytes[range.lowerBound] == UInt8(ascii: "\"") else { return nil }
        let inside = bytes[(range.lowerBound + 1)..<(range.upperBound - 1)]
        guard inside.contains(UInt8(ascii: "\\")) else { return String(decoding: inside, as: UTF8.self) }
        return (try? JSONValue(parsing: bytes[range]))?.string
    }

    /// A whole number; `nil` for every other value.
    package var integer: Int? { Int(String(decoding: bytes[range], as: UTF8.self)) }

    /// Appends the value without the white space around its parts, so that it stands on one line.
    package func append(to line: inout [UInt8]) {
        var isInString = false
        var isEscaped = false
        for byte in bytes[range] {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
            } else if Self.isSpace(byte) {
                continue
            } else if byte == UInt8(ascii: "\"") {
                isInString = true
            }
            line.append(byte)
        }
    }

    private func member(_ name: Substring.UTF8View) -> JSONSlice? {
        guard bytes[range.lowerBound] == UInt8(ascii: "{") else { return nil }
        var position = Self.skipSpace(bytes, range.lowerBound + 1)
        while bytes[position] != UInt8(ascii: "}") {
            let nameEnd = Self.end(of: position, in: bytes)
            let isWanted = bytes[(position + 1)..<(nameEnd - 1)].elementsEqual(name)
            let colon = Self.skipSpace(bytes, nameEnd)
            let start = Self.skipSpace(bytes, colon + 1)
            let end = Self.end(of: start, in: bytes)
            if isWanted { return JSONSlice(bytes: bytes, range: start..<end) }
            position = Self.skipSpace(bytes, end)
            if bytes[position] == UInt8(ascii: ",") { position = Self.skipSpace(bytes, position + 1) }
        }
        return nil
    }

    // MARK: Scanning what is known to be JSON

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    private static func skipSpace(_ bytes: [UInt8], _ start: Int) -> Int {
        var position = start
        while position < bytes.count, isSpace(bytes[position]) { position += 1 }
        return position
    }

    /// The position after the value that begins at `start`.
    private static func end(of start: Int, in bytes: [UInt8]) -> Int {
        var position = start
        var depth = 0
        repeat {
            switch bytes[position] {
            case UInt8(ascii: "\""): position = endOfString(at: position, in: bytes)
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                position += 1
            case UInt8(ascii: ","), UInt8(ascii: ":"): position += 1
            case let byte where isSpace(byte): position += 1
            default:
                while position < bytes.count, !",]} \n\r\t".utf8.contains(bytes[position]) { position += 1 }
            }
        } while depth > 0
        return position
    }

    private static func endOfString(at start: Int, in bytes: [UInt8]) -> Int {
        var position = start + 1
        while bytes[position] != UInt8(ascii: "\"") {
            position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        return position + 1
    }
}
