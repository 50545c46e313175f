package import JobModel
import JobStore
import Logging
import SellingPartner
import Synchronization

/// What trying a seller's credentials anew has shown.
package struct AuthorizationProbe: Sendable, Hashable {
    /// What is known of the authorization now.
    package let state: AuthorizationState
    /// Why the credentials do not work; `nil` when they do.
    package let reason: String?
}

/// Trying credentials because somebody asks for it.
extension AuthorizationKeeper {
    /// Looks the seller's secrets up again, forgets its token and makes one exchange. When that works the authorization
    /// is active, whatever was held against it, and its jobs go on; a refusal means what it always means.
    ///
    /// - Throws: `JobRejection` when the seller is not in the configuration, `StoreError`, `CancellationError`.
    package func probe(_ key: AuthorizationKey) async throws -> AuthorizationProbe {
        let directory = directory.current
        guard let seller = directory.sellers[key], let application = directory.applications[key.application] else {
            throw JobRejection(
                "The seller \(key) is not in the worker's configuration. If it was added since the worker started, run "
                    + "'spworker workers reload'.")
        }
        do {
            cache.lift([application.clientID, application.clientSecret, seller.refreshToken])
            let credentials = try await credentials(application, seller, isForced: true)
            let authorization = try await callAuthorization(
                application, seller, endpoint: seller.endpoint, isSandbox: seller.isSandbox, credentials, scope: nil)
            await forget([authorization.key])
            _ = try await tokens.token(for: authorization.key, exchange: authorization.exchange)
            try await release(key, usedBy: authorization.key)
            return AuthorizationProbe(state: .active, reason: nil)
        } catch let failure as CredentialFailure {
            try await refused(failure, application: key.application, authorization: key)
            return AuthorizationProbe(state: try await state(of: key), reason: failure.failure.message)
        } catch let failure as LWAFailure {
            // What it means was written down when the exchange ended.
            return AuthorizationProbe(state: try await state(of: key), reason: failure.jobFailure.message)
        }
    }

    /// A token clears what was revoked; that somebody asked clears a suspicion too, which otherwise waits for a call.
    private func release(_ key: AuthorizationKey, usedBy token: TokenKey) async throws {
        let fingerprint = known.withLock { $0.holders[token]?.credentials.authorizationFingerprint }
        try await desk.report([.releasedByHand(key, fingerprint: fingerprint)], application: key.application)
        logger.info(
            "A seller was tried anew and works.", metadata: ["seller": "\(key.seller)", "region": "\(key.region)"])
    }

    private func state(of key: AuthorizationKey) async throws -> AuthorizationState {
        try await store.troubledAuthorizations().first { $0.key == key }?.state ?? .active
    }
}
