import JobModel
import JobStore
import Logging
import Secrets
import SellingPartner
import Synchronization

/// Making exchanges, and writing down what they tell.
extension AuthorizationKeeper {
    /// Makes one exchange. A refusal may only mean that a secret was replaced: then it is read again and tried once more.
    func exchange(
        _ key: TokenKey, _ application: SellerDirectory.Application, _ seller: SellerDirectory.Seller?, scope: String?
    ) async throws -> AccessToken {
        let used = try await credentials(application, seller)
        known.withLock {
            $0.holders[key]?.credentials = used
            $0.holders[key]?.hasExchanged = true
        }
        do {
            return try await exchange(application, used, scope, seller: seller?.key.seller)
        } catch let failure as LWAFailure where !failure.kind.isTransient {
            let fresh = try await credentials(application, seller, isForced: true)
            guard !fresh.isSame(as: used) else { throw failure }
            known.withLock { $0.holders[key]?.credentials = fresh }
            return try await exchange(application, fresh, scope, seller: seller?.key.seller)
        }
    }

    func exchange(
        _ application: SellerDirectory.Application, _ credentials: Credentials, _ scope: String?, seller: String?
    ) async throws -> AccessToken {
        redactor.register(credentials.clientSecret)
        if let refreshToken = credentials.refreshToken { redactor.register(refreshToken) }
        let token = try await lwa.exchange(
            LWARequest(
                endpoint: application.tokenEndpoint, clientID: credentials.clientID,
                clientSecret: credentials.clientSecret, grant: Self.grant(credentials, scope: scope)), seller: seller)
        redactor.register(token.value)
        return token
    }

    /// Writes down what an exchange told, before anybody who waited for it goes on: a job that is claimed after a refusal
    /// must find its seller parked.
    func exchanged(_ key: TokenKey, _ result: Result<TokenCacheEntry, any Error>) async {
        guard settings.recordsFindings, let holder = known.withLock({ $0.holders[key] }) else { return }
        let credentials = holder.credentials
        do {
            switch result {
            case .success:
                try await accepted(application: holder.application, credentials.applicationFingerprint)
                guard let authorization = holder.authorization else { return }
                // A suspect authorization is cleared by an accepted call, not by a token that may be refused again.
                if known.withLock({ $0.suspicions[authorization] }) == nil {
                    try await store.change(
                        AuthorizationChange(
                            key: authorization, state: .active, fingerprint: credentials.authorizationFingerprint))
                }
            case .failure(let error):
                try await write(refusal: error, holder)
            }
        } catch {
            logger.error(
                "What an exchange told about an authorization could not be stored.",
                metadata: ["application": "\(holder.application)", "reason": "\(error)"])
        }
    }

    func write(refusal error: any Error, _ holder: Holder) async throws {
        if let failure = error as? CredentialFailure {
            try await refused(failure, application: holder.application, authorization: holder.authorization)
            return
        }
        guard let failure = error as? LWAFailure else { return }
        let stored = failure.jobFailure
        switch (failure.kind, holder.authorization) {
        case (.invalidClient, _):
            try await stop(holder.application, stored, fingerprint: holder.credentials.applicationFingerprint)
        case (.invalidGrant, let authorization?):
            try await store.change(
                AuthorizationChange(
                    key: authorization, state: .revoked, failure: stored,
                    fingerprint: holder.credentials.authorizationFingerprint))
        case (.unauthorizedClient, let authorization?), (.accessDenied, let authorization?):
            try await store.change(
                AuthorizationChange(
                    key: authorization, state: .misconfigured, failure: stored,
                    fingerprint: holder.credentials.authorizationFingerprint))
        default:
            break
        }
        logger.warning(
            failure.kind.isTransient
                ? "A token exchange failed; it is tried again."
                : "A token exchange was refused; the jobs that need it wait.",
            metadata: [
                "application": "\(holder.application)", "seller": "\(holder.authorization?.seller ?? "-")",
                "kind": "\(stored.kind)", "reason": "\(stored.message)",
            ])
    }
}

extension LWAFailure {
    /// The failure in the form that is stored with jobs and authorizations.
    var jobFailure: JobFailure {
        let word =
            switch kind {
            case .invalidGrant: "invalidGrant"
            case .invalidClient: "invalidClient"
            case .unauthorizedClient: "unauthorizedClient"
            case .accessDenied: "accessDenied"
            case .invalidRequest: "invalidRequest"
            case .invalidScope: "invalidScope"
            case .unsupportedGrantType: "unsupportedGrantType"
            case .transient(let why): "login.\(why.rawValue)"
            }
        return JobFailure(kind: word, message: description, status: status, requestID: requestID)
    }
}
