package import JobModel
import JobStore
import Logging
import SellingPartner
import Synchronization

/// Releasing what was parked or stopped when its secrets have changed.
extension AuthorizationKeeper {
    /// Reads the secrets of all applications and sellers that other machines keep, many with each question.
    ///
    /// - Parameter isMeant: Which sellers; all of them by default.
    package func prefetchSecrets(of isMeant: (AuthorizationKey) -> Bool = { _ in true }) async {
        await cache.prefetch(directory.current.references(of: isMeant))
    }

    /// Looks at the secrets of everything that is parked or stopped, and releases what has new ones.
    ///
    /// - Throws: `StoreError`.
    package func review() async throws {
        await prefetchSecrets()
        try await reviewTroubled()
        try await reviewSecretAges()
    }

    private func reviewTroubled() async throws {
        let directory = directory.current
        for row in try await store.applications() where row.state == .stopped {
            guard let application = directory.applications[row.name],
                let credentials = try? await credentials(application, nil, isForced: true),
                row.failure.isMissingSecret || credentials.applicationFingerprint != row.fingerprint
            else { continue }
            // Tokens of the old secret may be refused like the secret itself.
            await forgetTokens(of: row.name)
            try await desk.report(
                [.clientSecretChanged(fingerprint: credentials.applicationFingerprint)], application: row.name)
            logger.info("An application has new credentials; its jobs go on.", metadata: ["application": "\(row.name)"])
        }
        for row in try await store.troubledAuthorizations() {
            guard let seller = directory.sellers[row.key],
                let application = directory.applications[row.key.application],
                let credentials = try? await credentials(application, seller, isForced: true),
                let fingerprint = credentials.authorizationFingerprint,
                row.failure.isMissingSecret || fingerprint != row.fingerprint
            else { continue }
            try await desk.report(
                [.secretChanged(row.key, fingerprint: fingerprint)], application: row.key.application)
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
