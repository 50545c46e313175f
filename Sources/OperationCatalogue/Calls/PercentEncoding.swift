/// Percent-encoding of path and query values.
package enum PercentEncoding {
    /// The text with everything but RFC 3986's unreserved characters (letters, digits, `-`, `.`, `_`, `~`) written as
    /// the percent-encoded bytes of its UTF-8.
    package static func encode(_ text: String) -> String {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if isUnreserved(byte) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// The text encoded for `parameter`: once, but a seller's SKU that Amazon decodes twice and that would suffer from
    /// it, twice.
    static func encode(_ text: String, of parameter: Parameter) -> String {
        let suffers = parameter.isEncodedTwice && text.contains { "%+,".contains($0) }
        return suffers ? encode(encode(text)) : encode(text)
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
