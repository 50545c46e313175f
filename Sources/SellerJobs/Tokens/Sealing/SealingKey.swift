import Crypto
package import Ports
package import Secrets

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A key that seals access tokens and opens them again: 32 random bytes, written in base64.
package struct SealingKey: Sendable {
    /// How many bytes a key has.
    package static let length = 32

    /// By which it is known: a short digest that tells nothing about the key. May stand in the database and in logs.
    package let id: String
    let key: SymmetricKey

    /// Reads a key; `nil` when the text is anything else than 32 bytes in base64. White space around it is
    /// ignored.
    package init?(_ text: Secret) {
        let trimmed = text.reveal().drop(while: \.isWhitespace)
        let end = trimmed.lastIndex { !$0.isWhitespace }.map { trimmed.index(after: $0) } ?? trimmed.startIndex
        guard let bytes = Data(base64Encoded: String(trimmed[..<end])), bytes.count == Self.length else { return nil }
        key = SymmetricKey(data: bytes)
        let digest = HMAC<SHA256>.authenticationCode(for: Array("spworker sealing key".utf8), using: key)
        id = OutputFile.hexadecimal(Array(digest).prefix(8))
    }

    /// A new key as text, from the system's randomness in production.
    package static func make(_ random: any RandomSource) -> Secret {
        let bytes = (0..<length / 8).flatMap { _ in random.next().bigEndianBytes }
        return Secret(Data(bytes).base64EncodedString())
    }
}

extension FixedWidthInteger {
    /// The bytes, the most significant first.
    var bigEndianBytes: [UInt8] {
        stride(from: Self.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> Self($0)) }
    }
}
