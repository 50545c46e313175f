/// Checks that a text is JSON as RFC 8259 has it, and says where it is not.
///
/// Foundation's decoder forgives some faults (a comma before a closing bracket), and tells no place for the others.
package struct JSONSyntax {
    /// The first fault of a text, as the rest of a sentence; it quotes nothing of the text.
    package struct Fault: Error, Hashable, CustomStringConvertible {
        /// What is due or not allowed.
        package let reason: String
        /// The line, from 1.
        package let line: Int
        /// The character in the line, from 1.
        package let column: Int

        package var description: String { "line \(line), column \(column): \(reason)" }
    }

    /// Deeper nesting is refused, so that no body can exhaust the stack.
    private static let deepest = 200

    private let bytes: [UInt8]
    private var position = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Checks `bytes`, which must hold one JSON value in UTF-8 and may have white space around it.
    ///
    /// - Throws: the first fault.
    package static func check(_ bytes: [UInt8]) throws(Fault) {
        var syntax = JSONSyntax(bytes)
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Fault(reason: "the text is not in UTF-8", line: 1, column: 1)
        }
        try syntax.skipValue(depth: 0)
        guard syntax.position == bytes.count else { throw syntax.fault("something follows after the end of the value") }
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func fault(_ reason: String) -> Fault {
        Self.fault(next == nil ? "the text ends too early" : reason, in: bytes, at: position)
    }

    /// A fault with its place in the text.
    static func fault(_ reason: String, in bytes: [UInt8], at position: Int) -> Fault {
        let before = bytes[..<position]
        let line = before.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // Continuation bytes of UTF-8 are no characters of their own.
        let column = (line.last ?? []).count { $0 & 0xC0 != 0x80 } + 1
        return Fault(reason: reason, line: line.count, column: column)
    }

    /// Skips a value and the white space around it.
    private mutating func skipValue(depth: Int) throws(Fault) {
        guard depth < Self.deepest else { throw fault("values are nested too deeply") }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): try skipList(until: "}", depth: depth, named: true)
        case UInt8(ascii: "["): try skipList(until: "]", depth: depth, named: false)
        case UInt8(ascii: "\""): try skipString()
        case UInt8(ascii: "t"): try skipWord("true")
        case UInt8(ascii: "f"): try skipWord("false")
        case UInt8(ascii: "n"): try skipWord("null")
        case (UInt8(ascii: "0")...UInt8(ascii: "9"))?, UInt8(ascii: "-"): try skipNumber()
        default: throw fault("a value is due")
        }
        skipSpace()
    }

    private mutating func skipList(until end: Unicode.Scalar, depth: Int, named: Bool) throws(Fault) {
        position += 1
        skipSpace()
        if skip(end) { return }
        while true {
            if named {
                skipSpace()
                guard next == UInt8(ascii: "\"") else { throw fault("a name in double quotation marks is due") }
                try skipString()
                skipSpace()
                guard skip(":") else { throw fault("a colon is due after the name") }
            }
            try skipValue(depth: depth + 1)
            if skip(end) { return }
            guard skip(",") else { throw fault("a comma or \(end) is due") }
        }
    }

    private mutating func skipString() throws(Fault) {
        position += 1
        while let byte = next {
            if byte < 0x20 { throw fault("a line break or control character stands in a text; write it as \\n or \\u") }
            position += 1
            if byte == UInt8(ascii: "\"") { return }
            if byte == UInt8(ascii: "\\") { try skipEscape() }
        }
        throw fault("a text lacks its closing quotation mark")
    }

    private mutating func skipEscape() throws(Fault) {
        guard let letter = next, "\"\\/bfnrtu".utf8.contains(letter) else {
            throw fault("no such escape; a backslash itself is written \\\\")
        }
        position += 1
        guard letter == UInt8(ascii: "u") else { return }
        for _ in 0..<4 {
            guard let digit = next, Character(Unicode.Scalar(digit)).isHexDigit else {
                throw fault("four hexadecimal digits are due after \\u")
            }
            position += 1
        }
    }

    private mutating func skipNumber() throws(Fault) {
        _ = skip("-")
        if !skip("0") { try skipDigits() }
        if skip(".") { try skipDigits() }
        if skip("e") || skip("E") {
            if !skip("-") { _ = skip("+") }
            try skipDigits()
        }
    }

    private mutating func skipDigits() throws(Fault) {
        let start = position
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        if position == start { throw fault("a digit is due") }
    }

    private mutating func skipWord(_ word: String) throws(Fault) {
        guard bytes[position...].starts(with: word.utf8) else { throw fault("a value is due") }
        position += word.utf8.count
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }
}
