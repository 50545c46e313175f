import Logging
import OperationCatalogue
import Ports
import Secrets

/// What both public clients are made of.
struct ClientCore: Sendable {
    private let authorization: CallAuthorization
    private let context: CallContext
    private let tokens: TokenCache
    private let caller: APICaller
    private let ownedTransport: AsyncHTTPClientTransport?

    init(
        clientID: String, clientSecret: Secret, grant: LWAGrant, region: Region, sharesTokens: Bool,
        settings: ClientSettings
    ) throws {
        let endpoint = try APIEndpoint(
            settings.endpoint ?? (settings.isSandbox ? region.sandboxEndpoint : region.endpoint))
        let tokenEndpoint = try APIEndpoint(settings.tokenEndpoint ?? LWARequest.defaultEndpoint).text
        context = CallContext(
            region: region, sellerId: settings.sellerID,
            marketplaces: try settings.marketplaces.map { text in
                guard let marketplace = Marketplace.named(text) else {
                    throw CallFailure(
                        .invalidCall, operation: "settings",
                        detail: "there is no marketplace \(BoundedText.line(text, limit: 40)); "
                            + "give ids or country codes")
                }
                return marketplace
            })
        let transport: any HTTPTransport
        if let given = settings.transport {
            transport = given
            ownedTransport = nil
        } else {
            // Made after everything that can be refused: a transport that is made must be shut down.
            let own = try AsyncHTTPClientTransport(settings.connections)
            transport = own
            ownedTransport = own
        }
        tokens = TokenCache(timekeeper: settings.timekeeper, random: settings.random)
        let logging = CallLogging(settings.logger)
        // Another clock than the system's may run faster than the world's.
        let clock = settings.timekeeper is SystemTimekeeper ? ClockWatch(logger: settings.logger) : nil
        caller = APICaller(
            transport: transport, tokens: tokens, timekeeper: settings.timekeeper, logging: logging, clock: clock)
        let lwa = LWAClient(
            transport: transport, timekeeper: settings.timekeeper, logging: logging, clock: clock)
        let request = LWARequest(
            endpoint: tokenEndpoint, clientID: clientID, clientSecret: clientSecret, grant: grant)
        authorization = CallAuthorization(
            key: TokenKey(
                clientID: clientID, endpoint: tokenEndpoint, grant: grant,
                refreshTokenFingerprint: Self.fingerprint(clientID, grant, settings.random),
                region: sharesTokens ? nil : region, isSandbox: settings.isSandbox),
            seller: settings.sellerID,
            request: RequestBuilder(
                endpoint: endpoint, userAgent: settings.userAgent, timeout: settings.requestTimeout),
            exchange: { _ in try await lwa.exchange(request, seller: settings.sellerID) })
    }

    func accessToken() async throws -> Secret {
        try await tokens.token(for: authorization.key, exchange: authorization.exchange).value
    }

    func call(_ name: String, _ parameters: [String: CallParameter], _ body: [UInt8]?) async throws -> CallResponse {
        let operation = try OperationCatalogue.builtIn.operation(named: name)
        let call: PreparedCall
        do {
            call = try CallRequest(operation: operation, parameters: parameters.mapValues(\.json), body: body)
                .prepared(in: context)
        } catch {
            throw CallFailure(
                .invalidCall, operation: operation.name,
                detail: error.problems.map(\.description).joined(separator: " "))
        }
        let result = try await caller.perform(call, as: authorization)
        if let failure = CallFailure(result, operation: operation.name) { throw failure }
        return CallResponse(
            status: result.answer?.status ?? operation.successStatus, requestID: result.answer?.requestID,
            rateLimit: result.answer?.rateLimit, body: result.body)
    }

    func shutdown() async {
        await tokens.shutdown()
        await ownedTransport?.shutdown()
    }

    /// The cache lives no longer than the client, and so does the salt.
    private static func fingerprint(_ clientID: String, _ grant: LWAGrant, _ random: any RandomSource) -> String {
        guard case .refreshToken(let token) = grant else { return "" }
        return Fingerprinter(salt: Array(random.identifier().utf8)).fingerprint(clientId: clientID, secret: token)
    }
}
