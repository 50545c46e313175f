import Crypto
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Derives the key that signs one service's requests in one region on one day, and keeps the last few.
final class SigningKeys: Sendable {
    private struct Entry {
        let credentials: AWSCredentials
        let scope: String
        let key: SymmetricKey
    }

    /// How many keys are kept: a few services times a few regions.
    private static let capacity = 16

    private let entries = Mutex<[Entry]>([])

    /// The key for `credentials` in a scope.
    func key(_ credentials: AWSCredentials, date: String, region: String, service: String) -> SymmetricKey {
        let scope = "\(date)/\(region)/\(service)"
        let found = entries.withLock { entries in
            entries.first { $0.scope == scope && $0.credentials == credentials }?.key
        }
        if let found { return found }
        var key = SymmetricKey(data: Array("AWS4\(credentials.secretAccessKey.reveal())".utf8))
        for part in [date, region, service, "aws4_request"] {
            key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: key))
        }
        let entry = Entry(credentials: credentials, scope: scope, key: key)
        entries.withLock { entries in
            if entries.count == Self.capacity { entries.removeFirst() }
            entries.append(entry)
        }
        return key
    }

    /// How many keys are kept now.
    var count: Int { entries.withLock { $0.count } }
}
