import Crypto

/// What is kept of a secret that somebody must show: enough to know it again, not enough to show it.
struct SecretDigest: Sendable, Hashable {
    private let bytes: [UInt8]

    init(_ secret: String) { bytes = Array(SHA256.hash(data: Array(secret.utf8))) }

    /// Compares in a time that does not depend on where the two differ.
    static func == (left: SecretDigest, right: SecretDigest) -> Bool {
        var difference: UInt8 = 0
        for index in left.bytes.indices { difference |= left.bytes[index] ^ right.bytes[index] }
        return difference == 0
    }
}
