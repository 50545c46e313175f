import Foundation

/// The shapes in which a secret may get out.
enum SecretForms {
    /// The secret itself, as in a form, in JSON, and in base64 and hexadecimal digits.
    static func of(_ secret: String) -> [String] {
        let unreserved = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        let encoded = secret.addingPercentEncoding(withAllowedCharacters: unreserved) ?? secret
        let escaped = secret.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        let bytes = Array(secret.utf8)
        let hex = bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
        return [
            secret, encoded, encoded.lowercased(), encoded.replacing("%20", with: "+"), escaped,
            escaped.replacing("/", with: "\\/"), hex, hex.uppercased(),
        ] + base64(bytes)
    }

    /// What stays of the secret's base64 wherever it begins in a longer text.
    private static func base64(_ bytes: [UInt8]) -> [String] {
        (0..<3).flatMap { offset -> [String] in
            // The first and last groups depend on the neighbours.
            let start = (3 - offset) % 3
            let length = (bytes.count - start) / 3 * 3
            let text = Data(bytes[start..<(start + length)]).base64EncodedString()
            return [text, text.replacing("+", with: "-").replacing("/", with: "_")]
        }
    }
}
