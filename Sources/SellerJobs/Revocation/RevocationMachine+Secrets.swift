import JobModel

/// What secrets that are missing, refused, or others than before tell.
extension RevocationMachine {
    mutating func secretMissing(
        _ key: AuthorizationKey, _ failure: JobFailure, _ now: Timestamp
    ) -> [RevocationAction] {
        if round?.pending.removeValue(forKey: key) != nil { round?.unsettled.insert(key) }
        let before = standings[key]
        let isNews = before?.failure != failure || before?.isSuspect == true || before == nil
        standings[key] = SellerStanding(
            phase: .out(.misconfigured, probeAt: now + policy.probeEvery, probes: 0), failure: failure,
            refusal: .foreign, fingerprint: nil, turnedAt: nil)
        let actions: [RevocationAction] =
            isNews ? [.seller(key, .misconfigured, failure, fingerprint: nil, blockedUntil: nil)] : []
        return actions + resolveRound(now)
    }

    mutating func clientRefused(_ failure: JobFailure, _ fingerprint: String?) -> [RevocationAction] {
        if standing == .stopped, fingerprint == nil || clientFingerprint == fingerprint { return [] }
        standing = .stopped
        stopKind = failure.kind
        clientFingerprint = fingerprint ?? clientFingerprint
        round = nil
        for key in standings.keys { standings[key]?.askedAt = nil }
        return [.application(.stopped, failure, fingerprint: fingerprint, blockedUntil: nil, pauses: 0)]
    }

    mutating func clientAccepted(_ fingerprint: String) -> [RevocationAction] {
        // Amazon may still mint tokens for a secret that its API refuses: that says nothing new. Where minting itself was
        // refused, it does.
        let isNews = clientFingerprint != fingerprint || (standing == .stopped && stopKind == "invalidClient")
        return isNews ? clientChanged(fingerprint) : []
    }

    mutating func clientChanged(_ fingerprint: String) -> [RevocationAction] {
        clientFingerprint = fingerprint
        if standing.isOutage { return [] }
        standing = .ok
        return [.application(.ok, nil, fingerprint: fingerprint, blockedUntil: nil, pauses: 0)]
    }
}

extension JobFailure? {
    /// Whether a secret was not to be had. When it is there again it may well be the one that was known before.
    var isMissingSecret: Bool { self?.kind.hasPrefix(CredentialFailure.kindPrefix) ?? false }
}
