/// Reads strict JSON, much faster on small texts than Foundation's decoder: a file may hold a hundred thousand of them.
package struct JSONReader {
    /// A member of an object, its value still as it is written.
    package struct Member: Sendable, Hashable {
        /// The name, without quotation marks and escapes.
        package let name: String
        /// The value's own text, without white space around it.
        package let value: [UInt8]
    }

    private let bytes: [UInt8]
    private var position = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads one value, which may have white space around it. Of members with one name the last counts.
    ///
    /// - Throws: the first fault.
    package static func value(of bytes: [UInt8]) throws(JSONSyntax.Fault) -> JSONValue {
        try JSONSyntax.check(bytes)
        var reader = JSONReader(bytes)
        return try reader.value()
    }

    /// The members of an object in their order, or `nil` when the text is another value.
    ///
    /// - Throws: the first fault.
    package static func members(of bytes: [UInt8]) throws(JSONSyntax.Fault) -> [Member]? {
        try extents(of: bytes)?.map { Member(name: $0.name, value: Array(bytes[$0.place])) }
    }

    /// Where the values of an object's members stand, in their order, or `nil` when the text is another value. Nothing is
    /// copied, however large they are.
    ///
    /// - Throws: the first fault.
    package static func extents(of bytes: [UInt8]) throws(JSONSyntax.Fault) -> [(name: String, place: Range<Int>)]? {
        try JSONSyntax.check(bytes)
        var reader = JSONReader(bytes)
        reader.skipSpace()
        guard reader.next == UInt8(ascii: "{") else { return nil }
        var extents: [(name: String, place: Range<Int>)] = []
        try reader.list { (reader: inout JSONReader) throws(JSONSyntax.Fault) in
            let name = try reader.name()
            let start = reader.position
            reader.skipValue()
            extents.append((name, start..<reader.position))
        }
        return extents
    }

    // The syntax has been checked: what follows relies on it.

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    /// Reads what stands between two brackets, item by item.
    private mutating func list(
        _ item: (inout JSONReader) throws(JSONSyntax.Fault) -> Void
    ) throws(JSONSyntax.Fault) {
        position += 1
        skipSpace()
        while let byte = next, byte != UInt8(ascii: "]"), byte != UInt8(ascii: "}") {
            try item(&self)
            skipSpace()
            if next == UInt8(ascii: ",") { position += 1 }
            skipSpace()
        }
        position += 1
    }

    /// Reads a name and the colon behind it.
    private mutating func name() throws(JSONSyntax.Fault) -> String {
        let name = try string()
        skipSpace()
        position += 1
        skipSpace()
        return name
    }

    private mutating func value() throws(JSONSyntax.Fault) -> JSONValue {
        skipSpace()
        switch next {
        case UInt8(ascii: "{"):
            var members: [String: JSONValue] = [:]
            try list { (reader: inout JSONReader) throws(JSONSyntax.Fault) in
                let name = try reader.name()
                members[name] = try reader.value()
            }
            return .object(members)
        case UInt8(ascii: "["):
            var items: [JSONValue] = []
            try list { (reader: inout JSONReader) throws(JSONSyntax.Fault) in items.append(try reader.value()) }
            return .array(items)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return word(4, .bool(true))
        case UInt8(ascii: "f"): return word(5, .bool(false))
        case UInt8(ascii: "n"): return word(4, .null)
        default: return try number()
        }
    }

    private mutating func word(_ length: Int, _ value: JSONValue) -> JSONValue {
        position += length
        return value
    }

    /// Whole numbers stay exact, also when they are written with a fraction or an exponent.
    private mutating func number() throws(JSONSyntax.Fault) -> JSONValue {
        let start = position
        skipScalar()
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if let whole = Int64(text) { return .integer(whole) }
        guard let number = Double(text), number.isFinite else { throw fault("the number is too large", at: start) }
        if abs(number) < 0x1p53, let whole = Int64(exactly: number) { return .integer(whole) }
        return .number(number)
    }

    // MARK: Skipping

    private mutating func skipValue() {
        var depth = 0
        repeat {
            switch next {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                position += 1
            case UInt8(ascii: "\""): skipString()
            case UInt8(ascii: ","), UInt8(ascii: ":"), 0x20, 0x0A, 0x0D, 0x09: position += 1
            case nil: return
            default: skipScalar()
            }
        } while depth > 0
    }

    /// Skips a number or a word.
    private mutating func skipScalar() {
        while let byte = next, byte == 0x2B || byte == 0x2D || byte == 0x2E || Self.isLetterOrDigit(byte) {
            position += 1
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    private mutating func skipString() {
        position += 1
        while let byte = next, byte != UInt8(ascii: "\"") { position += byte == UInt8(ascii: "\\") ? 2 : 1 }
        position += 1
    }

    // MARK: Texts

    private mutating func string() throws(JSONSyntax.Fault) -> String {
        let start = position + 1
        skipString()
        let content = bytes[start..<(position - 1)]
        guard content.contains(UInt8(ascii: "\\")) else { return String(decoding: content, as: UTF8.self) }
        return try unescaped(content)
    }

    private func unescaped(_ content: ArraySlice<UInt8>) throws(JSONSyntax.Fault) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(content.count)
        var index = content.startIndex
        while index < content.endIndex {
            guard content[index] == UInt8(ascii: "\\") else {
                text.append(content[index])
                index += 1
                continue
            }
            let letter = content[index + 1]
            index += 2
            if letter == UInt8(ascii: "u") {
                text.append(contentsOf: Array(String(try scalar(in: content, at: &index)).utf8))
            } else {
                text.append(Self.meaning(of: letter))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func meaning(of letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: letter
        }
    }

    /// The character of one `\u` escape, or of two that belong together.
    private func scalar(in content: ArraySlice<UInt8>, at index: inout Int) throws(JSONSyntax.Fault) -> Character {
        let start = index
        let first = unit(at: &index)
        if let scalar = Unicode.Scalar(first) { return Character(scalar) }
        if (0xD800..<0xDC00).contains(first), content.endIndex - index >= 6, content[index] == UInt8(ascii: "\\"),
            content[index + 1] == UInt8(ascii: "u")
        {
            index += 2
            let second = unit(at: &index)
            let joined = 0x10000 + (UInt32(first & 0x3FF) << 10 | UInt32(second & 0x3FF))
            if second & 0xFC00 == 0xDC00, let scalar = Unicode.Scalar(joined) { return Character(scalar) }
        }
        throw fault("the escape is half of a character; two halves belong together", at: start)
    }

    private func unit(at index: inout Int) -> UInt16 {
        defer { index += 4 }
        return UInt16(String(decoding: bytes[index..<(index + 4)], as: UTF8.self), radix: 16) ?? 0xFFFD
    }

    private func fault(_ reason: String, at place: Int) -> JSONSyntax.Fault {
        JSONSyntax.fault(reason, in: bytes, at: place)
    }
}
