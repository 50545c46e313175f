/// Finds what is no UTF-8.
enum UTF8Check {
    /// How a look at some bytes ended.
    enum End: Equatable {
        case valid
        /// The bytes from here on begin a character whose rest has not come.
        case incomplete(at: Int)
        /// So many bytes from here on are no character, nor the beginning of one.
        case malformed(at: Int, length: Int)
    }

    private static let high: UInt64 = 0x8080_8080_8080_8080

    /// Looks at `bytes` from the index `start`, where a character begins.
    static func scan(_ bytes: UnsafeRawBufferPointer, from start: Int = 0) -> End {
        let count = bytes.count
        var index = start
        while index < count {
            // Most text is ASCII: eight bytes at a time.
            if index + 8 <= count {
                let marks = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & high
                guard marks != 0 else {
                    index += 8
                    continue
                }
                index += UInt64(littleEndian: marks).trailingZeroBitCount >> 3
            } else if bytes[index] < 0x80 {
                index += 1
                continue
            }
            // Where one other character is there are often more.
            while index < count, bytes[index] >= 0x80 {
                let length = character(bytes, at: index, count)
                guard length > 0 else {
                    return length == 0 ? .incomplete(at: index) : .malformed(at: index, length: -length)
                }
                index += length
            }
        }
        return .valid
    }

    /// The index of the first byte from `start` on that is not ASCII.
    static func endOfASCII(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        while index + 8 <= bytes.count {
            let marks = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & high
            guard marks == 0 else { return index + UInt64(littleEndian: marks).trailingZeroBitCount >> 3 }
            index += 8
        }
        while index < bytes.count, bytes[index] < 0x80 { index += 1 }
        return index
    }

    /// The length of the character at `index`, which is not ASCII; 0 when its rest is missing; when it is none, the number
    /// of bytes that are not, negative.
    @inline(__always)
    private static func character(_ bytes: UnsafeRawBufferPointer, at index: Int, _ count: Int) -> Int {
        let lead = bytes[index]
        let length: Int
        // The second byte is what rules out overlong forms, surrogates and what lies beyond Unicode.
        var least: UInt8 = 0x80
        var most: UInt8 = 0xBF
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, least) = (3, 0xA0)
        case 0xED: (length, most) = (3, 0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, least) = (4, 0x90)
        case 0xF1...0xF3: length = 4
        case 0xF4: (length, most) = (4, 0x8F)
        default: return -1
        }
        guard index + 1 < count else { return 0 }
        guard bytes[index + 1] >= least, bytes[index + 1] <= most else { return -1 }
        var place = 2
        while place < length {
            guard index + place < count else { return 0 }
            guard bytes[index + place] & 0xC0 == 0x80 else { return -place }
            place += 1
        }
        return length
    }
}
