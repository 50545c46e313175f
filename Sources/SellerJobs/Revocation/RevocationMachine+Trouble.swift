import JobModel

/// Exchanges that came to nothing, one after the other, for a reason that says nothing about the seller.
struct LoginTrouble: Sendable, Hashable {
    var count: Int
    /// When the next one is made.
    var until: Timestamp
}

/// Waiting for a login that is in trouble.
extension RevocationMachine {
    /// The pauses between exchanges: five seconds at first, a minute at most.
    private static let pauses = RetryPolicy(backoff: .seconds(5), maxBackoff: .seconds(60))

    /// Lets the seller's jobs wait until its next exchange, all at once: otherwise each of them would be claimed only to find
    /// that there is still no token.
    mutating func loginTroubled(
        _ key: AuthorizationKey, _ failure: JobFailure, _ now: Timestamp
    ) -> [RevocationAction] {
        guard standings[key] == nil, standing == .ok else { return [] }
        let last = troubles[key]
        // Exchanges that were under way together fail together.
        if let last, last.until > now { return [] }
        let count = (last?.count ?? 0) + 1
        let bound = Self.pauses.bound(afterFailures: count)
        // Not all sellers at the same moment, and each always at its own; never before the token cache asks again.
        let until = now + bound + .microseconds(Int64(Double(bound.microseconds) / 4 * key.fraction))
        troubles[key] = LoginTrouble(count: count, until: until)
        return [.seller(key, .active, failure, fingerprint: nil, blockedUntil: until)]
    }
}

extension AuthorizationKey {
    /// A number from 0 to 1 that is the seller's own, by the FNV-1a hash of its names.
    fileprivate var fraction: Double {
        var hash: UInt32 = 2_166_136_261
        for byte in "\(seller)/\(region)/\(application)".utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return Double(hash) / Double(UInt32.max)
    }
}
