import Crypto
package import JobModel
package import JobStore
package import Ports
package import Secrets

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Seals access tokens so that a store may keep them, and opens them again: AES-256-GCM.
///
/// The cache key, the sealing key's id and both instants are sealed along in the clear, so that no token can be passed
/// off as another one or live longer than it should.
package struct TokenSeal: Sendable {
    /// What came of opening.
    package enum Opening: Sendable, Equatable {
        case token(Secret)
        /// None of the keys is the one that sealed it.
        case unknownKey
        /// It is not what was sealed.
        case damaged
    }

    private let first: SealingKey
    private let keys: [String: SealingKey]

    /// Creates a seal.
    ///
    /// - Parameters:
    ///   - first: The key that seals.
    ///   - others: Further keys that open.
    package init(first: SealingKey, others: [SealingKey] = []) {
        self.first = first
        keys = Dictionary((others + [first]).map { ($0.id, $0) }) { $1 }
    }

    /// Seals a token.
    ///
    /// - Parameters:
    ///   - key: Under which name it will be kept.
    ///   - random: Gives the nonce, which must never repeat: the system's randomness in production.
    /// - Throws: What the cipher throws; it does not for keys and nonces of the right length.
    package func seal(
        _ token: Secret, key: String, mintedAt: Timestamp, expiresAt: Timestamp, random: any RandomSource
    ) throws -> SealedToken {
        var row = SealedToken(key: key, keyID: first.id, mintedAt: mintedAt, expiresAt: expiresAt, sealed: [])
        let nonce = (random.next().bigEndianBytes + random.next().bigEndianBytes).prefix(12)
        let box = try AES.GCM.seal(
            Array(token.reveal().utf8), using: first.key, nonce: AES.GCM.Nonce(data: Array(nonce)),
            authenticating: Self.label(of: row))
        row.sealed = Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
        return row
    }

    /// Opens a token.
    package func open(_ row: SealedToken) -> Opening {
        guard let key = keys[row.keyID] else { return .unknownKey }
        guard let box = try? AES.GCM.SealedBox(combined: row.sealed),
            let bytes = try? AES.GCM.open(box, using: key.key, authenticating: Self.label(of: row)),
            let text = String(validating: Array(bytes), as: UTF8.self)
        else { return .damaged }
        return .token(Secret(text))
    }

    /// What stands beside the sealed bytes. Each text goes in behind its length: no two rows give the same bytes.
    private static func label(of row: SealedToken) -> [UInt8] {
        ["spworker token 1", row.key, row.keyID].flatMap { UInt64($0.utf8.count).bigEndianBytes + Array($0.utf8) }
            + row.mintedAt.microseconds.bigEndianBytes + row.expiresAt.microseconds.bigEndianBytes
    }
}
