/// Passes on text that is UTF-8 already, and sees to it that it is.
struct UTF8Reader {
    /// How many malformed places were replaced.
    private(set) var replacements = 0

    private let replaces: Bool
    /// The beginning of a character whose rest has not come.
    private var begun: [UInt8] = []
    /// Bytes of the document before `begun`.
    private var offset: Int

    /// - Parameters:
    ///   - replaces: Whether malformed places are replaced.
    ///   - offset: How many bytes of the document come before the text.
    init(replaces: Bool, offset: Int) {
        self.replaces = replaces
        self.offset = offset
    }

    /// Takes a piece. Returns what can be passed on.
    ///
    /// - Throws: The offset of the first byte that is no text.
    mutating func take(_ piece: [UInt8], isLast: Bool) throws(MalformedByte) -> [UInt8] {
        var text = begun.isEmpty ? piece : begun + piece
        begun = []
        let length = text.count
        let end = text.withUnsafeBytes { UTF8Check.scan($0) }
        switch end {
        case .valid: break
        case .incomplete(let index) where !isLast:
            begun = Array(text[index...])
            text.removeLast(length - index)
        case .incomplete(let index), .malformed(let index, _):
            guard replaces else { throw MalformedByte(offset: offset + index) }
            text = replaced(text, isLast)
        }
        offset += length - begun.count
        return text
    }

    private mutating func replaced(_ text: [UInt8], _ isLast: Bool) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count + 64)
        var start = 0
        while start < text.count {
            let end = text.withUnsafeBytes { UTF8Check.scan($0, from: start) }
            switch end {
            case .valid:
                result += text[start...]
                return result
            case .incomplete(let index):
                result += text[start..<index]
                if isLast {
                    result += MalformedByte.replacement
                    replacements += 1
                } else {
                    begun = Array(text[index...])
                }
                return result
            case .malformed(let index, let length):
                result += text[start..<index]
                result += MalformedByte.replacement
                replacements += 1
                start = index + length
            }
        }
        return result
    }
}

/// A byte is no text in the charset in which it is read.
struct MalformedByte: Error {
    /// U+FFFD in UTF-8: what stands for it when it is replaced.
    static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

    /// Bytes of the document before it.
    let offset: Int
}
