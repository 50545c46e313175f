import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Makes fingerprints: short texts that change when a secret changes and tell nothing about it.
///
/// A fingerprint is the first sixteen bytes, as lower-case hexadecimal, of HMAC-SHA-256 over the client id, a zero byte
/// and the secret, keyed with the installation's salt. It may stand in logs and in the database.
package struct Fingerprinter: Sendable {
    private let key: SymmetricKey

    /// Creates a fingerprinter.
    ///
    /// - Parameter salt: Random bytes of this installation. Another salt changes every fingerprint.
    package init(salt: [UInt8]) {
        key = SymmetricKey(data: salt)
    }

    /// The fingerprint of `secret` as it belongs to the application `clientId`.
    package func fingerprint(clientId: String, secret: Secret) -> String {
        var mac = HMAC<SHA256>(key: key)
        mac.update(data: Array(clientId.utf8))
        mac.update(data: [0] as [UInt8])
        mac.update(data: Array(secret.reveal().utf8))
        return mac.finalize().prefix(16).map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }
}
