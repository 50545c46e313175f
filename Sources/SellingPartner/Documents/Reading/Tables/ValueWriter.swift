/// Writes values as JSON texts and as CSV.
///
/// It writes to memory that the caller has made large enough: ``longest(_:)`` of a value's length.
struct ValueWriter {
    private static let digits = Array("0123456789abcdef".utf8)
    private static let quote = RecordScanner.quote
    private static let backslash = UInt8(ascii: "\\")

    /// The most bytes that a value of `count` bytes becomes: each an escape of six, and two quotes.
    static func longest(_ count: Int) -> Int { 6 * count + 2 }

    /// Writes a JSON text. Returns its length.
    static func json(
        _ value: UnsafeRawBufferPointer, hasDoubledQuotes: Bool, to target: UnsafeMutableRawPointer
    ) -> Int {
        target.storeBytes(of: quote, as: UInt8.self)
        var made = 1
        var index = 0
        while index < value.count {
            // Eight bytes at a time as long as none of them needs an escape.
            if index + 8 <= value.count {
                let word = value.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                if !needsEscape(word) {
                    target.storeBytes(of: word, toByteOffset: made, as: UInt64.self)
                    index += 8
                    made += 8
                    continue
                }
            }
            // Up to the next eight, one by one.
            let end = min(value.count, index + 8)
            while index < end {
                let byte = value[index]
                index += 1
                if byte >= 0x20, byte != quote, byte != backslash {
                    target.storeBytes(of: byte, toByteOffset: made, as: UInt8.self)
                    made += 1
                    continue
                }
                made += escape(byte, to: target + made)
                // The second of two quotes.
                if hasDoubledQuotes, byte == quote { index += 1 }
            }
        }
        target.storeBytes(of: quote, toByteOffset: made, as: UInt8.self)
        return made + 1
    }

    /// Writes a CSV value. Returns its length.
    ///
    /// - Parameter isAlone: Whether it is its record's only value: an empty one must be quoted then, for its line would be blank.
    static func csv(
        _ value: UnsafeRawBufferPointer, hasDoubledQuotes: Bool, isAlone: Bool, to target: UnsafeMutableRawPointer
    ) -> Int {
        let needsQuotes =
            value.contains { $0 == quote || $0 == UInt8(ascii: ",") || $0 == 0x0A || $0 == 0x0D }
            || (isAlone && value.isEmpty)
        guard needsQuotes else {
            copy(value, to: target)
            return value.count
        }
        target.storeBytes(of: quote, as: UInt8.self)
        var made = 1
        if hasDoubledQuotes || !value.contains(quote) {
            copy(value, to: target + 1)
            made += value.count
        } else {
            for byte in value {
                if byte == quote {
                    target.storeBytes(of: quote, toByteOffset: made, as: UInt8.self)
                    made += 1
                }
                target.storeBytes(of: byte, toByteOffset: made, as: UInt8.self)
                made += 1
            }
        }
        target.storeBytes(of: quote, toByteOffset: made, as: UInt8.self)
        return made + 1
    }

    static func copy(_ bytes: UnsafeRawBufferPointer, to target: UnsafeMutableRawPointer) {
        guard let base = bytes.baseAddress else { return }
        target.copyMemory(from: base, byteCount: bytes.count)
    }

    /// Whether one of eight bytes is a control character, a quote or a backslash. May be wrong about bytes behind one that is.
    @inline(__always)
    private static func needsEscape(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let isControl = (word &- ones &* 0x20) & ~word
        let quoted = word ^ (ones &* UInt64(quote))
        let isQuote = (quoted &- ones) & ~quoted
        let slashed = word ^ (ones &* UInt64(backslash))
        let isBackslash = (slashed &- ones) & ~slashed
        return (isControl | isQuote | isBackslash) & (ones &* 0x80) != 0
    }

    private static func escape(_ byte: UInt8, to target: UnsafeMutableRawPointer) -> Int {
        let short: UInt8? =
            switch byte {
            case quote: quote
            case backslash: backslash
            case 0x08: UInt8(ascii: "b")
            case 0x09: UInt8(ascii: "t")
            case 0x0A: UInt8(ascii: "n")
            case 0x0C: UInt8(ascii: "f")
            case 0x0D: UInt8(ascii: "r")
            default: nil
            }
        target.storeBytes(of: backslash, as: UInt8.self)
        if let short {
            target.storeBytes(of: short, toByteOffset: 1, as: UInt8.self)
            return 2
        }
        let text: [UInt8] = [UInt8(ascii: "u"), 0x30, 0x30, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        (target + 1).copyMemory(from: text, byteCount: 5)
        return 6
    }
}
