package import JobModel
import JobStore
import Logging
import Secrets
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
        var silent: Set<SecretReference.Scheme> = []
        try await reviewTroubled(&silent, isForced: true)
        try await reviewSecretAges(&silent)
    }

    /// Looks at what is parked or stopped and has one of these secrets, which have just been read and are others than before.
    ///
    /// - Throws: `StoreError`.
    func review(changed: Set<SecretReference>) async throws {
        guard !changed.isEmpty else { return }
        var silent: Set<SecretReference.Scheme> = []
        try await reviewTroubled(&silent, isForced: false) { application, seller in
            [application.clientID, application.clientSecret, seller?.refreshToken].contains { reference in
                reference.map { changed.contains($0) } ?? false
            }
        }
    }

    /// The secrets as they are now; `nil` when they cannot be had. A source that does not answer is asked once and not for
    /// every seller, which could take hours.
    private func look(
        _ application: SellerDirectory.Application, _ seller: SellerDirectory.Seller?,
        _ silent: inout Set<SecretReference.Scheme>, isForced: Bool
    ) async -> Credentials? {
        let references = [application.clientID, application.clientSecret, seller?.refreshToken].compactMap(\.self)
        let sources = Set(references.filter(\.isRemote).map(\.scheme))
        guard sources.isDisjoint(with: silent) else { return nil }
        do {
            return try await credentials(application, seller, isForced: isForced, acceptsReadAhead: true)
        } catch {
            if (error as? CredentialFailure)?.isTransient == true { silent.formUnion(sources) }
            return nil
        }
    }

    private func reviewTroubled(
        _ silent: inout Set<SecretReference.Scheme>, isForced: Bool,
        where isMeant: (SellerDirectory.Application, SellerDirectory.Seller?) -> Bool = { _, _ in true }
    ) async throws {
        let directory = directory.current
        for row in try await store.applications() where row.state == .stopped {
            guard let application = directory.applications[row.name], isMeant(application, nil),
                let credentials = await look(application, nil, &silent, isForced: isForced),
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
                let application = directory.applications[row.key.application], isMeant(application, seller),
                let credentials = await look(application, seller, &silent, isForced: isForced),
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
