import JobModel
import JobStore
import Logging
import SellingPartner
import Synchronization

/// Releasing what was parked or stopped when its secrets have changed.
extension AuthorizationKeeper {
    /// Looks at the secrets of everything that is parked or stopped, and releases what has new ones.
    ///
    /// - Throws: `StoreError`.
    package func review() async throws {
        let directory = directory.current
        for row in try await store.applications() where row.state == .stopped {
            guard let application = directory.applications[row.name],
                let credentials = try? await credentials(application, nil, isForced: true),
                row.failure.isMissingSecret || credentials.applicationFingerprint != row.fingerprint
            else { continue }
            // Tokens of the old secret may be refused like the secret itself.
            await forgetTokens(of: row.name)
            known.withLock { $0.applications[row.name] = (credentials.applicationFingerprint, false) }
            try await store.change(
                ApplicationChange(
                    application: row.name, state: .ok, fingerprint: credentials.applicationFingerprint))
            logger.info("An application has new credentials; its jobs go on.", metadata: ["application": "\(row.name)"])
        }
        for row in try await store.authorizations() {
            guard let seller = directory.sellers[row.key],
                let application = directory.applications[row.key.application],
                row.state != .active,
                let credentials = try? await credentials(application, seller, isForced: true),
                let fingerprint = credentials.authorizationFingerprint,
                row.failure.isMissingSecret || fingerprint != row.fingerprint
            else { continue }
            known.withLock { _ = $0.suspicions.removeValue(forKey: row.key) }
            try await store.change(AuthorizationChange(key: row.key, state: .active, fingerprint: fingerprint))
            logger.info(
                "A seller has new credentials; its jobs go on.",
                metadata: ["seller": "\(row.key.seller)", "region": "\(row.key.region)"])
        }
    }

    func forgetTokens(of application: String) async {
        let keys = known.withLock { known in known.holders.filter { $0.value.application == application }.map(\.key) }
        await forget(Set(keys))
        // Those that earlier processes left are not known by whose they are; without them others make one exchange more.
        _ = await vault?.forgetAll()
    }

    /// Forgets access tokens, and the restricted data tokens that were minted with them.
    func forget(_ keys: Set<TokenKey>) async {
        await tokens.forget(keys)
        await restrictedTokens.forget(mintedWith: keys)
    }
}

extension JobFailure? {
    /// Whether a secret was not to be had. When it is there again it may well be the one that was known before.
    fileprivate var isMissingSecret: Bool { self?.kind.hasPrefix(CredentialFailure.kindPrefix) ?? false }
}
