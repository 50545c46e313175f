import Crypto
package import OperationCatalogue

/// Under which name an access token is cached: tokens that may not stand in for each other have different keys.
///
/// A digest of everything that a token depends on. The client secret is not part of it, so that a rotation of the
/// secret leaves valid tokens in use; the refresh token takes part by its fingerprint only.
package struct TokenKey: Sendable, Hashable, CustomStringConvertible {
    /// The SHA-256 digest, 32 bytes; 32 more for a restricted data token, which is minted with an access token.
    package let digest: [UInt8]

    init(digest: [UInt8]) {
        self.digest = digest
    }

    /// Creates the key of an application's token.
    ///
    /// - Parameters:
    ///   - clientID: The application's client id.
    ///   - endpoint: The token service's address.
    ///   - grant: The right by which the token is asked for. Only its name and scopes are used.
    ///   - refreshTokenFingerprint: A keyed digest of the refresh token; empty for client credentials.
    ///   - region: The region of the seller, or `nil` when no seller is involved.
    ///   - isSandbox: Whether the token is for sandbox calls.
    package init(
        clientID: String, endpoint: String, grant: LWAGrant, refreshTokenFingerprint: String, region: Region?,
        isSandbox: Bool
    ) {
        let scopes = grant.sortedScopes
        let parts =
            [clientID, endpoint, grant.name, String(scopes.count)] + scopes + [
                refreshTokenFingerprint, region?.rawValue ?? "", isSandbox ? "sandbox" : "production",
            ]
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        for part in parts {
            // Each part goes in behind its length, so that no two lists of parts can give the same bytes.
            withUnsafeBytes(of: UInt64(part.utf8.count).bigEndian) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: part.utf8)
        }
        digest = Array(SHA256.hash(data: bytes))
    }

    /// The whole digest in hexadecimal digits. Safe to log and to store.
    package var text: String { digest.hexadecimal }

    /// The first eight bytes in hexadecimal: enough to tell keys apart in a log.
    package var description: String { digest.prefix(8).hexadecimal }
}

extension Sequence<UInt8> {
    var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
