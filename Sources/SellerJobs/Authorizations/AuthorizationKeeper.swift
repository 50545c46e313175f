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
    /// When a refusal is believed, and what carries requests.
    package struct Settings: Sendable {
        /// When a seller counts as gone, and when Amazon counts as ill.
        package var revocation: RevocationPolicy
        /// The user agent of all calls.
        package var userAgent: UserAgent
        /// The longest wait for the head of an answer, in real time.
        package var requestTimeout: Duration
        /// Whether what exchanges tell is written into the store. Off for a look from a process beside the worker.
        package var recordsFindings: Bool

        package init(
            revocation: RevocationPolicy = RevocationPolicy(), userAgent: UserAgent = .standard,
            requestTimeout: Duration = .seconds(60), recordsFindings: Bool = true
        ) {
            self.revocation = revocation
            self.userAgent = userAgent
            self.requestTimeout = requestTimeout
            self.recordsFindings = recordsFindings
        }
    }

    /// Who is behind a token key, and with which credentials the last exchange was made.
    struct Holder {
        let application: String
        let authorization: AuthorizationKey?
        /// What a grantless token is for.
        let scope: String?
        var credentials: Credentials
        /// When the last exchange was begun with them; `nil` before the first one. A token from the vault was minted with
        /// whatever was right then.
        var exchangedAt: Timestamp?
    }

    struct Known {
        var holders: [TokenKey: Holder] = [:]
        /// The key under which each authorization's token is cached now.
        var keys: [AuthorizationKey: TokenKey] = [:]
    }

    package let directory: DirectoryHolder
    package let cache: CredentialCache
    let store: any JobStore
    let lwa: LWAClient
    let transport: any HTTPTransport
    let timekeeper: any Timekeeper
    let random: any RandomSource
    let settings: Settings
    let fingerprinter: Fingerprinter
    /// What is worked out anew only when it changes, although each call asks for it.
    let memo: CallMemo
    let logger: Logger
    /// How calls and exchanges are logged.
    let logging: CallLogging
    /// Compares this machine's clock with Amazon's; `nil` on an accelerated clock.
    let clock: ClockWatch?
    /// Knows every secret and token of the exchanges so far, to keep them out of what answers say.
    let redactor: Redactor
    let known = Mutex(Known())
    /// Which version of each application's client secret is in use.
    let rotations = RotationDesk()
    /// What was told of each application's client secret last.
    let told = Mutex<[String: String]>([:])
    /// Decides what exchanges and calls mean for sellers and applications, and writes it down.
    let desk: RevocationDesk
    /// The tokens. Made after the keeper, because it reports to it.
    let tokenCache = Mutex<TokenCache?>(nil)
    /// Restricted data tokens. They live in memory alone.
    let restrictedTokens: TokenCache
    /// Where access tokens outlive this process; `nil` when they do not.
    let vault: (any TokenVault)?

    /// Creates a keeper.
    ///
    /// - Parameters:
    ///   - salt: The store's salt for fingerprints.
    ///   - callLogger: Gets the lines about requests and answers; `logger` unless told otherwise.
    ///   - logsBodies: Whether the beginnings of harmless bodies are among them.
    ///   - clock: Compares this machine's clock with Amazon's; none on an accelerated clock.
    ///   - vault: Where access tokens outlive this process; nowhere by default.
    package init(
        directory: DirectoryHolder, cache: CredentialCache, store: any JobStore, transport: any HTTPTransport,
        timekeeper: any Timekeeper, random: any RandomSource, settings: Settings, salt: [UInt8], logger: Logger,
        callLogger: Logger? = nil, logsBodies: Bool = false, clock: ClockWatch? = nil,
        vault: (any TokenVault)? = nil
    ) {
        self.directory = directory
        self.cache = cache
        self.store = store
        self.transport = transport
        self.timekeeper = timekeeper
        self.random = random
        self.settings = settings
        self.logger = logger
        self.clock = clock
        desk = RevocationDesk(
            store: store, directory: directory, policy: settings.revocation, timekeeper: timekeeper, logger: logger)
        self.vault = vault
        let redactor = Redactor()
        self.redactor = redactor
        logging = CallLogging(callLogger ?? logger, redactor: redactor, showsBodies: logsBodies)
        fingerprinter = Fingerprinter(salt: salt)
        memo = CallMemo(fingerprinter)
        lwa = LWAClient(
            transport: transport, timekeeper: timekeeper, timeout: settings.requestTimeout, logging: logging,
            clock: clock)
        restrictedTokens = TokenCache(
            timekeeper: timekeeper, random: random, tellsChanges: false, coolDown: Self.restrictedCoolDown,
            metrics: TokenMetrics(.restricted))
        let tokens = TokenCache(
            timekeeper: timekeeper, random: random, coolDown: Self.coolDown,
            onExchange: { [weak self] key, reason, result in await self?.exchanged(key, result) }, vault: vault)
        tokenCache.withLock { $0 = tokens }
    }

    /// How long a failed exchange answers for the next ones: a service in trouble must not be asked by every waiting job.
    static func coolDown(after error: any Error) -> Duration {
        (error as? LWAFailure)?.kind.isTransient == true ? .seconds(5) : .zero
    }

    /// The token cache that calls must use.
    package var tokens: TokenCache {
        guard let tokens = tokenCache.withLock({ $0 }) else { preconditionFailure("set in init") }
        return tokens
    }

    /// The worker stops: no secret is waited for any more that takes time to read.
    package func stopReading() { cache.stopReading() }

    /// Ends what the caches of tokens have under way.
    package func shutdown() async {
        await restrictedTokens.shutdown()
        await tokens.shutdown()
        await cache.shutdown()
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
            application, seller, endpoint: seller.endpoint, isSandbox: seller.isSandbox, credentials, scope: nil)
    }

    /// How to make grantless calls of the application.
    func authorization(
        of application: SellerDirectory.Application, scope: String, at place: GrantlessPlace
    ) async throws -> CallAuthorization {
        let credentials = try await credentials(application, nil)
        return try await callAuthorization(
            application, nil, endpoint: place.endpoint, isSandbox: place.isSandbox, credentials, scope: scope)
    }

    func callAuthorization(
        _ application: SellerDirectory.Application, _ seller: SellerDirectory.Seller?, endpoint: String,
        isSandbox: Bool, _ credentials: Credentials, scope: String?
    ) async throws -> CallAuthorization {
        let grant = Self.grant(credentials, scope: scope)
        let key = TokenKey(
            clientID: credentials.clientID, endpoint: application.tokenEndpoint, grant: grant,
            refreshTokenFingerprint: credentials.authorizationFingerprint ?? "", region: seller?.region,
            isSandbox: isSandbox)
        let replaced = known.withLock { known -> TokenKey? in
            guard known.holders[key] == nil else { return nil }
            known.holders[key] = Holder(
                application: application.id, authorization: seller?.key, scope: scope, credentials: credentials)
            guard let authorization = seller?.key else { return nil }
            return known.keys.updateValue(key, forKey: authorization)
        }
        if let replaced {
            // The refresh token was replaced: what was minted from the old one is of no use any more.
            known.withLock { _ = $0.holders.removeValue(forKey: replaced) }
            await forget([replaced])
        }
        return CallAuthorization(
            key: key, seller: seller?.key.seller,
            request: RequestBuilder(
                endpoint: try memo.endpoint(endpoint), userAgent: settings.userAgent, timeout: settings.requestTimeout),
            exchange: { [weak self] _ in
                guard let self else { throw CancellationError() }
                return try await self.exchange(key, application, seller, scope: scope)
            })
    }

    static func grant(_ credentials: Credentials, scope: String?) -> LWAGrant {
        if let refreshToken = credentials.refreshToken { return .refreshToken(refreshToken) }
        return .clientCredentials(scopes: scope.map { [$0] } ?? [])
    }

    func credentials(
        _ application: SellerDirectory.Application, _ seller: SellerDirectory.Seller?, isForced: Bool = false,
        acceptsReadAhead: Bool = false
    ) async throws -> Credentials {
        func secret(_ reference: SecretReference) async throws(SecretError) -> Secret {
            try await cache.secret(reference, isForced: isForced, acceptsReadAhead: acceptsReadAhead)
        }
        let clientID: String
        let current: Secret
        do throws(SecretError) {
            clientID = try await secret(application.clientID).reveal()
            current = try await secret(application.clientSecret)
        } catch {
            throw CredentialFailure(owner: .application, error: error)
        }
        var refreshToken: Secret?
        if let seller {
            do throws(SecretError) {
                refreshToken = try await secret(seller.refreshToken)
            } catch {
                throw CredentialFailure(owner: .seller, error: error)
            }
        }
        let fingerprint = memo.fingerprint(of: current, clientID: clientID, for: .application(application.id))
        let found = rotations.secret(of: application.id, current: fingerprint)
        return Credentials(
            clientID: clientID, clientSecret: found?.secret ?? current, refreshToken: refreshToken,
            applicationFingerprint: found?.fingerprint ?? fingerprint,
            authorizationFingerprint: seller.flatMap { seller in
                refreshToken.map { memo.fingerprint(of: $0, clientID: clientID, for: .authorization(seller.key)) }
            })
    }
}
