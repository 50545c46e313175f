import JobModel
package import JobStore
package import Logging
import OperationCatalogue
package import Ports
import Secrets
package import SellingPartner
import Synchronization

/// Knows how to call in each seller's name, and writes down what exchanges and refusals tell about authorizations.
///
/// It joins the token cache, which knows nothing of queues, to the store, which knows nothing of tokens.
package final class AuthorizationKeeper: Sendable {
    /// How long a suspect authorization pauses, and what carries requests.
    package struct Settings: Sendable {
        /// The first pause of an authorization whose fresh token was refused; it doubles up to an hour.
        package var confirmAfter: Duration
        /// The user agent of all calls.
        package var userAgent: UserAgent
        /// The longest wait for the head of an answer, in real time.
        package var requestTimeout: Duration

        package init(
            confirmAfter: Duration = .seconds(60), userAgent: UserAgent = .standard,
            requestTimeout: Duration = .seconds(60)
        ) {
            self.confirmAfter = confirmAfter
            self.userAgent = userAgent
            self.requestTimeout = requestTimeout
        }
    }

    /// Who is behind a token key, and with which credentials the last exchange was made.
    private struct Holder {
        let application: String
        let authorization: AuthorizationKey?
        var credentials: Credentials
    }

    private struct Known {
        var holders: [TokenKey: Holder] = [:]
        /// The key under which each authorization's token is cached now.
        var keys: [AuthorizationKey: TokenKey] = [:]
        /// Fresh tokens refused in a row.
        var suspicions: [AuthorizationKey: (count: Int, until: Timestamp)] = [:]
        /// The client secret, by fingerprint, with which each application was last seen to work or to be refused.
        var applications: [String: (fingerprint: String, isStopped: Bool)] = [:]
    }

    package let directory: DirectoryHolder
    package let cache: CredentialCache
    private let store: any JobStore
    private let lwa: LWAClient
    private let timekeeper: any Timekeeper
    private let settings: Settings
    private let fingerprinter: Fingerprinter
    private let logger: Logger
    /// Knows every secret and token of the exchanges so far, to keep them out of what answers say.
    let redactor = Redactor()
    private let known = Mutex(Known())
    /// The tokens. Made after the keeper, because it reports to it.
    private let tokenCache = Mutex<TokenCache?>(nil)

    /// Creates a keeper.
    ///
    /// - Parameter salt: The store's salt for fingerprints.
    package init(
        directory: DirectoryHolder, cache: CredentialCache, store: any JobStore, transport: any HTTPTransport,
        timekeeper: any Timekeeper, random: any RandomSource, settings: Settings, salt: [UInt8], logger: Logger
    ) {
        self.directory = directory
        self.cache = cache
        self.store = store
        self.timekeeper = timekeeper
        self.settings = settings
        self.logger = logger
        fingerprinter = Fingerprinter(salt: salt)
        lwa = LWAClient(transport: transport, timekeeper: timekeeper, timeout: settings.requestTimeout)
        let tokens = TokenCache(
            timekeeper: timekeeper, random: random, coolDown: Self.coolDown,
            onExchange: { [weak self] key, reason, result in await self?.exchanged(key, result) })
        tokenCache.withLock { $0 = tokens }
    }

    /// How long a failed exchange answers for the next ones: a service in trouble must not be asked by every waiting job.
    private static func coolDown(after error: any Error) -> Duration {
        (error as? LWAFailure)?.kind.isTransient == true ? .seconds(5) : .zero
    }

    /// The token cache that calls must use.
    package var tokens: TokenCache {
        guard let tokens = tokenCache.withLock({ $0 }) else { preconditionFailure("set in init") }
        return tokens
    }

    // MARK: Calling in somebody's name

    /// How to call in the seller's name.
    ///
    /// - Throws: `CredentialFailure` when a secret cannot be had.
    func authorization(of seller: SellerDirectory.Seller) async throws -> CallAuthorization {
        let directory = directory.current
        guard let application = directory.applications[seller.key.application] else {
            throw JobRejection("There is no application '\(seller.key.application)' in the configuration.")
        }
        let credentials = try await credentials(application, seller)
        return try await callAuthorization(
            application, seller, region: seller.region, endpoint: seller.endpoint, credentials, scope: nil)
    }

    /// How to make grantless calls of the application.
    func authorization(
        of application: SellerDirectory.Application, scope: String, region: Region
    ) async throws -> CallAuthorization {
        let credentials = try await credentials(application, nil)
        return try await callAuthorization(
            application, nil, region: region, endpoint: application.endpoints[region] ?? region.endpoint, credentials,
            scope: scope)
    }

    private func callAuthorization(
        _ application: SellerDirectory.Application, _ seller: SellerDirectory.Seller?, region: Region, endpoint: String,
        _ credentials: Credentials, scope: String?
    ) async throws -> CallAuthorization {
        let grant = Self.grant(credentials, scope: scope)
        let key = TokenKey(
            clientID: credentials.clientID, endpoint: application.tokenEndpoint, grant: grant,
            refreshTokenFingerprint: credentials.authorizationFingerprint ?? "", region: seller == nil ? nil : region,
            isSandbox: seller?.isSandbox ?? false)
        let replaced = known.withLock { known -> TokenKey? in
            guard known.holders[key] == nil else { return nil }
            known.holders[key] = Holder(
                application: application.id, authorization: seller?.key, credentials: credentials)
            guard let authorization = seller?.key else { return nil }
            return known.keys.updateValue(key, forKey: authorization)
        }
        if let replaced {
            // The refresh token was replaced: what was minted from the old one is of no use any more.
            known.withLock { _ = $0.holders.removeValue(forKey: replaced) }
            await tokens.forget(replaced)
        }
        return CallAuthorization(
            key: key, seller: seller?.key.seller,
            request: RequestBuilder(
                endpoint: try APIEndpoint(endpoint), userAgent: settings.userAgent, timeout: settings.requestTimeout),
            exchange: { [weak self] _ in
                guard let self else { throw CancellationError() }
                return try await self.exchange(key, application, seller, scope: scope)
            })
    }

    private static func grant(_ credentials: Credentials, scope: String?) -> LWAGrant {
        if let refreshToken = credentials.refreshToken { return .refreshToken(refreshToken) }
        return .clientCredentials(scopes: scope.map { [$0] } ?? [])
    }

    private func credentials(
        _ application: SellerDirectory.Application, _ seller: SellerDirectory.Seller?, isForced: Bool = false
    ) async throws -> Credentials {
        let clientID: String
        let clientSecret: Secret
        do throws(SecretError) {
            clientID = try await cache.secret(application.clientID, isForced: isForced).reveal()
            clientSecret = try await cache.secret(application.clientSecret, isForced: isForced)
        } catch {
            throw CredentialFailure(owner: .application, error: error)
        }
        var refreshToken: Secret?
        if let seller {
            do throws(SecretError) {
                refreshToken = try await cache.secret(seller.refreshToken, isForced: isForced)
            } catch {
                throw CredentialFailure(owner: .seller, error: error)
            }
        }
        return Credentials(
            clientID: clientID, clientSecret: clientSecret, refreshToken: refreshToken,
            applicationFingerprint: fingerprinter.fingerprint(clientId: clientID, secret: clientSecret),
            authorizationFingerprint: refreshToken.map { fingerprinter.fingerprint(clientId: clientID, secret: $0) })
    }

    // MARK: Exchanging

    /// Makes one exchange. A refusal may only mean that a secret was replaced: then it is read again and tried once more.
    private func exchange(
        _ key: TokenKey, _ application: SellerDirectory.Application, _ seller: SellerDirectory.Seller?, scope: String?
    ) async throws -> AccessToken {
        let used = try await credentials(application, seller)
        known.withLock { $0.holders[key]?.credentials = used }
        do {
            return try await exchange(application, used, scope)
        } catch let failure as LWAFailure where !failure.kind.isTransient {
            let fresh = try await credentials(application, seller, isForced: true)
            guard !fresh.isSame(as: used) else { throw failure }
            known.withLock { $0.holders[key]?.credentials = fresh }
            return try await exchange(application, fresh, scope)
        }
    }

    private func exchange(
        _ application: SellerDirectory.Application, _ credentials: Credentials, _ scope: String?
    ) async throws -> AccessToken {
        redactor.register(credentials.clientSecret)
        if let refreshToken = credentials.refreshToken { redactor.register(refreshToken) }
        let token = try await lwa.exchange(
            LWARequest(
                endpoint: application.tokenEndpoint, clientID: credentials.clientID,
                clientSecret: credentials.clientSecret, grant: Self.grant(credentials, scope: scope)))
        redactor.register(token.value)
        return token
    }

    /// Writes down what an exchange told, before anybody who waited for it goes on: a job that is claimed after a refusal
    /// must find its seller parked.
    private func exchanged(_ key: TokenKey, _ result: Result<TokenCacheEntry, any Error>) async {
        guard let holder = known.withLock({ $0.holders[key] }) else { return }
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

    private func write(refusal error: any Error, _ holder: Holder) async throws {
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
            "A token exchange failed.",
            metadata: [
                "application": "\(holder.application)", "seller": "\(holder.authorization?.seller ?? "-")",
                "kind": "\(stored.kind)", "reason": "\(stored.message)",
            ])
    }

    // MARK: What calls tell

    /// A secret could not be had before any exchange: jobs wait until it is there.
    func refused(
        _ failure: CredentialFailure, application: String, authorization: AuthorizationKey?
    ) async throws {
        guard !failure.isTransient else { return }
        switch (failure.owner, authorization) {
        case (.seller, let authorization?):
            try await store.change(
                AuthorizationChange(key: authorization, state: .misconfigured, failure: failure.failure))
        case (.application, _), (.seller, nil):
            try await store.change(
                ApplicationChange(application: application, state: .stopped, failure: failure.failure))
        }
    }

    /// A fresh token was refused: the authorization is suspect, and its calls pause for a while.
    func refusedFreshToken(_ key: AuthorizationKey, _ failure: JobFailure) async throws {
        let now = Timestamp(microseconds: timekeeper.wallMicroseconds())
        let policy = RetryPolicy(backoff: settings.confirmAfter, maxBackoff: .seconds(3600))
        let until = known.withLock { known -> Timestamp? in
            let last = known.suspicions[key]
            // Calls that were under way together are refused together: that is one refusal.
            if let last, last.until > now { return nil }
            let count = (last?.count ?? 0) + 1
            let until = now + policy.bound(afterFailures: count)
            known.suspicions[key] = (count, until)
            return until
        }
        guard let until else { return }
        try await store.change(
            AuthorizationChange(key: key, state: .suspect, failure: failure, blockedUntil: until))
    }

    /// A call was accepted: whatever was suspected is settled.
    func accepted(_ key: AuthorizationKey) async throws {
        guard known.withLock({ $0.suspicions.removeValue(forKey: key) }) != nil else { return }
        try await store.change(AuthorizationChange(key: key, state: .active))
    }

    /// The API said that the application's client secret has expired.
    ///
    /// - Parameter key: The token of the call that was refused: it tells which secret is meant.
    func refusedApplication(_ application: String, _ failure: JobFailure, usedBy key: TokenKey) async throws {
        let fingerprint = known.withLock { $0.holders[key]?.credentials.applicationFingerprint }
        try await stop(application, failure, fingerprint: fingerprint)
    }

    private func stop(_ application: String, _ failure: JobFailure, fingerprint: String?) async throws {
        known.withLock { $0.applications[application] = (fingerprint ?? "", true) }
        try await store.change(
            ApplicationChange(application: application, state: .stopped, failure: failure, fingerprint: fingerprint))
    }

    /// An exchange worked. Amazon may still mint tokens for a secret that its API refuses: that says nothing new.
    private func accepted(application: String, _ fingerprint: String) async throws {
        let isKnown = known.withLock { known in
            if let last = known.applications[application], last.fingerprint == fingerprint { return true }
            known.applications[application] = (fingerprint, false)
            return false
        }
        guard !isKnown else { return }
        try await store.change(ApplicationChange(application: application, state: .ok, fingerprint: fingerprint))
    }

    // MARK: When secrets change

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
        }
    }

    private func forgetTokens(of application: String) async {
        let keys = known.withLock { known in known.holders.filter { $0.value.application == application }.map(\.key) }
        for key in keys { await tokens.forget(key) }
    }
}

extension JobFailure? {
    /// Whether a secret was not to be had. When it is there again it may well be the one that was known before.
    fileprivate var isMissingSecret: Bool { self?.kind.hasPrefix(CredentialFailure.kindPrefix) ?? false }
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
