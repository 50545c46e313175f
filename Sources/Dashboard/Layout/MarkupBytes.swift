/// What goes to the browser, without characters that steer what is shown: text from outside may hold some, and
/// reverse the order of what stands beside it.
enum MarkupBytes {
    /// The text with a blank in place of each control character but line breaks and tabs, and of each that changes the
    /// direction of writing.
    static func plain(_ bytes: [UInt8]) -> [UInt8] {
        guard let first = bytes.indices.first(where: { length(of: bytes, at: $0) > 0 }) else { return bytes }
        var plain = Array(bytes[..<first])
        plain.reserveCapacity(bytes.count)
        var index = first
        while index < bytes.count {
            let skipped = length(of: bytes, at: index)
            plain.append(skipped > 0 ? UInt8(ascii: " ") : bytes[index])
            index += max(1, skipped)
        }
        return plain
    }

    /// How many bytes such a character takes up that begins here; 0 when none does.
    private static func length(of bytes: [UInt8], at index: Int) -> Int {
        switch bytes[index] {
        case 0x09, 0x0A: return 0
        case ..<0x20, 0x7F: return 1
        case 0xC2 where index + 1 < bytes.count && (0x80...0x9F).contains(bytes[index + 1]): return 2
        case 0xE2 where index + 2 < bytes.count:
            switch (bytes[index + 1], bytes[index + 2]) {
            // Marks, embeddings, overrides and isolates.
            case (0x80, 0x8E), (0x80, 0x8F), (0x80, 0xAA...0xAE), (0x81, 0xA6...0xA9): return 3
            default: return 0
            }
        default: return 0
        }
    }
}
