/// Percent-encoding as AWS signs it: every byte but letters, digits, `-`, `.`, `_` and `~` becomes `%XX`, in capitals.
package enum PercentEncoding {
    private static let digits = Array("0123456789ABCDEF")

    /// `text` with every byte encoded that is not unreserved.
    ///
    /// - Parameter keepsSlashes: Whether `/` stays as it is, as in a path.
    package static func encode(_ text: some StringProtocol, keepsSlashes: Bool = false) -> String {
        var result = ""
        for byte in text.utf8 {
            if isUnreserved(byte) || (keepsSlashes && byte == 0x2F) {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                result.append("%")
                result.append(digits[Int(byte >> 4)])
                result.append(digits[Int(byte & 15)])
            }
        }
        return result
    }

    /// The bytes that `text` encodes, encoded anew by the one rule above. A `%` that begins no code is a byte like
    /// others.
    static func normalize(_ text: some StringProtocol) -> String {
        let bytes = Array(text.utf8)
        var result = ""
        var index = 0
        while index < bytes.count {
            var byte = bytes[index]
            index += 1
            if byte == 0x25, index + 1 < bytes.count, let high = value(bytes[index]), let low = value(bytes[index + 1])
            {
                byte = high << 4 | low
                index += 2
            }
            if isUnreserved(byte) {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                result.append("%")
                result.append(digits[Int(byte >> 4)])
                result.append(digits[Int(byte & 15)])
            }
        }
        return result
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }

    private static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
