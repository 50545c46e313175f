import JobStoreTesting
import OperationCatalogue
import Ports
import Sandbox
import Secrets
import SellingPartner

/// The client without a worker: its tokens, its caller, and a tape of what it sends.
final class ClientRig: Sendable {
    /// What became of one call.
    struct Take: Sendable {
        let result: CallResult
        /// The body of a success.
        let body: [UInt8]
        /// What was sent, in order.
        let requests: [HTTPRequest]
    }

    let stage: Stage
    private let caller: APICaller
    private let lwa: LWAClient
    private let restrictedTokens: TokenCache

    init(_ stage: Stage) {
        self.stage = stage
        let transport = TapedTransport(stage.transport)
        caller = APICaller(
            transport: transport, tokens: TokenCache(timekeeper: stage.clock, random: SeededRandom(seed: 11)),
            timekeeper: stage.clock, logger: Stage.logger)
        restrictedTokens = TokenCache(timekeeper: stage.clock, random: SeededRandom(seed: 12))
        lwa = LWAClient(transport: transport, timekeeper: stage.clock)
    }

    /// Makes a call.
    ///
    /// - Parameter timeout: How long the answer's head may take, in real time.
    func perform(
        _ sample: SampleCall, of seller: World.Seller, timeout: Duration = .seconds(60)
    ) async throws -> Take {
        let call = try sample.request.prepared(in: CallContext(region: seller.region))
        let authorization = try authorization(sample.operation, seller, timeout)
        let restricted = try RestrictedResource(call, dataElements: sample.operation.restrictedDataElements)
            .map { try source(of: $0, seller) }
        let tape = Tape()
        let result = try await Tape.$current.withValue(tape) {
            try await caller.perform(call, as: authorization, restricted: restricted)
        }
        return Take(
            result: result, body: try await result.body.collect(upTo: 1 << 20), requests: tape.requests)
    }

    /// Where restricted data tokens come from. What is sent to get one is on a tape of its own.
    private func source(of resource: RestrictedResource, _ seller: World.Seller) throws -> TokenSource {
        let operation = try OperationCatalogue.builtIn.operation(named: RestrictedTokenMint.operationName)
        let authorization = try authorization(operation, seller, .seconds(60))
        let (mint, tokens) = (RestrictedTokenMint(caller: caller), restrictedTokens)
        return TokenSource { refused in
            try await Tape.$current.withValue(Tape()) {
                try await tokens.token(
                    for: TokenKey(restricting: authorization.key, to: resource), replacing: refused,
                    exchange: { _ in try await mint.token(for: resource, as: authorization) })
            }
        }
    }

    private func authorization(
        _ operation: Operation, _ seller: World.Seller, _ timeout: Duration
    ) throws -> CallAuthorization {
        let application = stage.world.applications[0]
        let isGrantless = operation.grantlessScope != nil
        let grant: LWAGrant =
            if let scope = operation.grantlessScope {
                .clientCredentials(scopes: [scope])
            } else {
                .refreshToken(Secret(seller.refreshTokens[0]))
            }
        let request = LWARequest(
            endpoint: stage.address.lwaEndpoint, clientID: application.clientId,
            clientSecret: Secret(application.clientSecrets[0]), grant: grant)
        let lwa = lwa
        return CallAuthorization(
            key: TokenKey(
                clientID: application.clientId, endpoint: request.endpoint, grant: grant,
                refreshTokenFingerprint: isGrantless ? "" : seller.id, region: isGrantless ? nil : seller.region,
                isSandbox: false),
            seller: isGrantless ? nil : seller.id,
            request: RequestBuilder(
                endpoint: try APIEndpoint(stage.address.endpoint(for: seller.region)), userAgent: .standard,
                timeout: timeout),
            exchange: { _ in try await lwa.exchange(request) })
    }
}
