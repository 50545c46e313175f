#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The ways in which a secret may be written when it leaks.
enum SecretForms {
    /// The value itself, URL-encoded, in base64 (both alphabets) and JSON-escaped.
    ///
    /// Base64 stands without its padding: where the padding follows, the search takes it along.
    static func all(of value: String) -> Set<[UInt8]> {
        let plain = Array(value.utf8)
        let base64 = Array(Data(plain).base64EncodedString().utf8).filter { $0 != UInt8(ascii: "=") }
        let urlSafe = base64.map { byte -> UInt8 in
            switch byte {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            default: byte
            }
        }
        let upper = percentEncoded(plain, digits: Array("0123456789ABCDEF".utf8), spaceAsPlus: false)
        let lower = percentEncoded(plain, digits: Array("0123456789abcdef".utf8), spaceAsPlus: false)
        let form = percentEncoded(plain, digits: Array("0123456789ABCDEF".utf8), spaceAsPlus: true)
        let escaped = jsonEscaped(plain, slashes: false)
        let escapedSlashes = jsonEscaped(plain, slashes: true)
        return [plain, base64, urlSafe, upper, lower, form, escaped, escapedSlashes]
    }

    private static func percentEncoded(_ bytes: [UInt8], digits: [UInt8], spaceAsPlus: Bool) -> [UInt8] {
        bytes.flatMap { byte -> [UInt8] in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "~"):
                [byte]
            case 0x20 where spaceAsPlus: [UInt8(ascii: "+")]
            default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
    }

    private static func jsonEscaped(_ bytes: [UInt8], slashes: Bool) -> [UInt8] {
        bytes.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "/") where slashes: [UInt8(ascii: "\\"), byte]
            case 0x0A: Array("\\n".utf8)
            case 0x0D: Array("\\r".utf8)
            case 0x09: Array("\\t".utf8)
            default: [byte]
            }
        }
    }
}
