/// Shapes by which secrets are known even when nobody registered them.
enum SecretPattern {
    private struct Shape {
        /// What it begins with, in lower case.
        let prefix: [UInt8]
        /// Whether the beginning stays readable, as the name of a query parameter should.
        let keepsPrefix: Bool

        init(_ prefix: String, keepsPrefix: Bool = false) {
            self.prefix = Array(prefix.utf8)
            self.keepsPrefix = keepsPrefix
        }
    }

    private static let shapes = [
        // Login with Amazon: refresh tokens, access tokens, restricted data tokens; plain and percent-encoded.
        Shape("atzr|"), Shape("atza|"), Shape("atc|"), Shape("atz.sprdt|"), Shape("atz.sprdt%7c"), Shape("atzr%7c"),
        Shape("atza%7c"), Shape("atc%7c"),
        // Login with Amazon client secrets.
        Shape("amzn1.oa2-cs"),
        // Presigned URLs.
        Shape("x-amz-signature=", keepsPrefix: true), Shape("x-amz-credential=", keepsPrefix: true),
        Shape("x-amz-security-token=", keepsPrefix: true),
    ]

    /// Whether any of the shapes stands in `text`.
    static func occurs(in text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.indices.contains { match(at: $0, in: bytes.span) != nil }
    }

    /// The bytes to hide of the shape that begins at `index`, or `nil` when none does.
    static func match(at index: Int, in bytes: borrowing Span<UInt8>) -> Range<Int>? {
        let first = bytes[index] | 0x20
        guard first == UInt8(ascii: "a") || first == UInt8(ascii: "x") else { return nil }
        shapes: for shape in shapes where index + shape.prefix.count <= bytes.count {
            for offset in shape.prefix.indices {
                let byte = bytes[index + offset]
                let lower = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
                if lower != shape.prefix[offset] { continue shapes }
            }
            var end = index + shape.prefix.count
            while end < bytes.count, isTokenByte(bytes[end], keepsPrefix: shape.keepsPrefix) { end += 1 }
            let start = shape.keepsPrefix ? index + shape.prefix.count : index
            return start < end ? start..<end : nil
        }
        return nil
    }

    private static func isTokenByte(_ byte: UInt8, keepsPrefix: Bool) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "~"), UInt8(ascii: "%"),
            UInt8(ascii: "+"), UInt8(ascii: "/"):
            true
        // In a query string '=' and '|' belong to the next parameter at most; in a token they belong to the token.
        case UInt8(ascii: "="), UInt8(ascii: "|"): !keepsPrefix
        default: false
        }
    }
}
