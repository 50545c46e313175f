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
        /// Whether a restricted data token was sent, which the caller cannot replace when it is refused.
        let isRestricted: Bool
    }

    let stage: Stage
    private let caller: APICaller
    private let lwa: LWAClient
    private let restrictedTokens = RestrictedTokens()

    init(_ stage: Stage) {
        self.stage = stage
        let transport = TapedTransport(stage.transport)
        caller = APICaller(
            transport: transport, tokens: TokenCache(timekeeper: stage.clock, random: SeededRandom(seed: 11)),
            timekeeper: stage.clock, logger: Stage.logger)
        lwa = LWAClient(transport: transport, timekeeper: stage.clock)
    }

    /// Gets a restricted data token for each sample call whose operation is restricted.
    func mintRestrictedTokens(for samples: [(call: SampleCall, seller: World.Seller)]) async throws {
        let minting = try OperationCatalogue.builtIn.operation(named: "tokens.createRestrictedDataToken")
        for (sample, seller) in samples where sample.operation.isRestricted {
            let context = CallContext(region: seller.region)
            let body = RestrictedTokens.body(for: try sample.request.prepared(in: context))
            let result = try await caller.perform(
                try CallRequest(operation: minting, body: body).prepared(in: context),
                as: try authorization(minting, seller, .seconds(60)))
            let answer = try JSONValue(parsing: try await result.body.collect(upTo: 1 << 20))
            restrictedTokens.keep(answer, for: sample.operation, of: seller)
        }
    }

    /// Makes a call.
    ///
    /// - Parameter timeout: How long the answer's head may take, in real time.
    func perform(
        _ sample: SampleCall, of seller: World.Seller, timeout: Duration = .seconds(60)
    ) async throws -> Take {
        let call = try sample.request.prepared(in: CallContext(region: seller.region))
        let token = restrictedTokens.token(for: sample.operation, of: seller)
        let authorization = try authorization(sample.operation, seller, timeout)
        let tape = Tape()
        let result = try await Tape.$current.withValue(tape) {
            try await caller.perform(call, as: authorization, restrictedToken: token)
        }
        return Take(
            result: result, body: try await result.body.collect(upTo: 1 << 20), requests: tape.requests,
            isRestricted: token != nil)
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
