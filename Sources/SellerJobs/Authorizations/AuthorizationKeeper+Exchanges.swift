import JobModel
import JobStore
import Logging
import Ports
import Secrets
import SellingPartner
import Synchronization

/// Making exchanges, and writing down what they tell.
extension AuthorizationKeeper {
    /// Makes one exchange. A refusal may only mean that a secret was replaced: then it is read again and tried once more, and
    /// other versions of the client secret after it.
    func exchange(
        _ key: TokenKey, _ application: SellerDirectory.Application, _ seller: SellerDirectory.Seller?, scope: String?
    ) async throws -> AccessToken {
        let note: @Sendable (Credentials) -> Void = { used in
            let now = Timestamp(microseconds: self.timekeeper.wallMicroseconds())
            self.known.withLock {
                $0.holders[key]?.credentials = used
                $0.holders[key]?.exchangedAt = now
            }
        }
        let used = try await credentials(application, seller)
        note(used)
        do {
            return try await exchange(application, used, scope, seller: seller?.key.seller)
        } catch let failure as LWAFailure where !failure.kind.isTransient {
            let fresh = try await credentials(application, seller, isForced: true)
            if fresh.isSame(as: used) {
                return try await exchange(after: failure, of: used, application, seller, scope, note: note)
            }
            note(fresh)
            return try await exchange(application, seller, fresh, scope, note: note)
        }
    }

    /// Makes one exchange with credentials that were read anew; when the client secret is refused, with its other versions
    /// too.
    ///
    /// - Parameter note: Told of the credentials when others than these are used.
    func exchange(
        _ application: SellerDirectory.Application, _ seller: SellerDirectory.Seller?, _ fresh: Credentials,
        _ scope: String?, note: @Sendable (Credentials) -> Void
    ) async throws -> AccessToken {
        do {
            return try await exchange(application, fresh, scope, seller: seller?.key.seller)
        } catch let failure as LWAFailure where !failure.kind.isTransient {
            return try await exchange(after: failure, of: fresh, application, seller, scope, note: note)
        }
    }

    func exchange(
        _ application: SellerDirectory.Application, _ credentials: Credentials, _ scope: String?, seller: String?
    ) async throws -> AccessToken {
        redactor.register(credentials.clientSecret)
        if let refreshToken = credentials.refreshToken { redactor.register(refreshToken) }
        if settings.recordsFindings { store.note(.exchanged) }
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
        await exchanged(holder, result.map { _ in () })
    }

    func exchanged(_ holder: Holder, _ result: Result<Void, any Error>) async {
        do {
            switch result {
            case .success:
                try await accepted(holder)
            case .failure(let error):
                try await desk.report(events(of: error, holder), application: holder.application)
            }
        } catch {
            logger.error(
                "What an exchange told about an authorization could not be stored.",
                metadata: ["application": "\(holder.application)", "reason": "\(error)"])
        }
    }

    private func accepted(_ holder: Holder) async throws {
        let credentials = holder.credentials
        guard let authorization = holder.authorization else {
            return try await desk.report(
                [.clientAccepted(fingerprint: credentials.applicationFingerprint)], application: holder.application)
        }
        if !desk.noteAccepted(authorization, clientFingerprint: credentials.applicationFingerprint) {
            try await desk.report(
                [
                    .clientAccepted(fingerprint: credentials.applicationFingerprint),
                    .exchangeAccepted(authorization, fingerprint: credentials.authorizationFingerprint),
                ], application: holder.application)
        }
        // The time of the exchange is news too, and it must not undo what another one has found out meanwhile.
        try await store.change(
            AuthorizationChange(
                key: authorization, state: .active, fingerprint: credentials.authorizationFingerprint,
                expected: .active, isExchange: true))
    }

    /// What a failed exchange says.
    private func events(of error: any Error, _ holder: Holder) -> [RevocationEvent] {
        let credentials = holder.credentials
        if let failure = error as? CredentialFailure {
            return events(of: failure, authorization: holder.authorization)
        }
        let unsettled = holder.authorization.map { [RevocationEvent.exchangeUnsettled($0)] } ?? []
        guard let failure = error as? LWAFailure else { return unsettled }
        let stored = failure.jobFailure
        logger.debug(
            "A token exchange failed.",
            metadata: [
                "application": "\(holder.application)", "seller": "\(holder.authorization?.seller ?? "-")",
                "kind": "\(stored.kind)", "reason": "\(stored.message)",
            ])
        switch (failure.kind, holder.authorization) {
        case (.invalidClient, _):
            return [.clientRefused(stored, fingerprint: credentials.applicationFingerprint)] + unsettled
        case (.invalidGrant, let authorization?):
            return letIn(holder) + [
                .exchangeRefused(
                    authorization, .unusable, stored, fingerprint: credentials.authorizationFingerprint)
            ]
        case (.unauthorizedClient, let authorization?), (.accessDenied, let authorization?):
            return letIn(holder) + [
                .exchangeRefused(
                    authorization, .foreign, stored, fingerprint: credentials.authorizationFingerprint)
            ]
        default:
            guard failure.kind.isTransient, let authorization = holder.authorization else { return unsettled }
            return unsettled + [.loginTroubled(authorization, stored)]
        }
    }

    /// Amazon refuses a seller only after it has let the application in.
    private func letIn(_ holder: Holder) -> [RevocationEvent] {
        guard desk.isStopped(holder.application) else { return [] }
        return [.clientAccepted(fingerprint: holder.credentials.applicationFingerprint)]
    }

    /// What it says that a secret could not be had.
    func events(of failure: CredentialFailure, authorization: AuthorizationKey?) -> [RevocationEvent] {
        let unsettled = authorization.map { [RevocationEvent.exchangeUnsettled($0)] } ?? []
        if failure.isTransient { return unsettled }
        switch (failure.owner, authorization) {
        case (.seller, let authorization?): return [.secretMissing(authorization, failure.failure)]
        case (.application, _), (.seller, nil):
            return [.clientRefused(failure.failure, fingerprint: nil)] + unsettled
        }
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
