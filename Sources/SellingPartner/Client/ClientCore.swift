import Logging
import OperationCatalogue
import Ports
import Secrets

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What both public clients are made of.
struct ClientCore: Sendable {
    /// The most bytes of an answer that is read into memory.
    static let largestAnswer = 64 << 20

    let transport: any HTTPTransport
    let timekeeper: any Timekeeper
    let settings: ClientSettings
    private let context: CallContext
    let region: Region
    private let authorizations: ClientAuthorizations
    let tokens: TokenCache
    let restrictedTokens: TokenCache
    let caller: APICaller
    let pacer: CallPacer?
    private let ownedTransport: AsyncHTTPClientTransport?

    /// - Parameter refreshToken: The seller's, or `nil` for a client of grantless operations alone.
    init(
        clientID: String, clientSecret: Secret, refreshToken: Secret?, region: Region, settings: ClientSettings
    ) throws {
        let endpoint = try APIEndpoint(
            settings.endpoint ?? (settings.isSandbox ? region.sandboxEndpoint : region.endpoint))
        let tokenEndpoint = try APIEndpoint(settings.tokenEndpoint ?? LWARequest.defaultEndpoint).text
        context = CallContext(
            region: region, sellerId: settings.sellerID, marketplaces: try Self.marketplaces(settings, in: region))
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
        self.transport = transport
        self.region = region
        self.settings = settings
        timekeeper = settings.timekeeper
        tokens = TokenCache(timekeeper: settings.timekeeper, random: settings.random, tellsChanges: false)
        restrictedTokens = TokenCache(
            timekeeper: settings.timekeeper, random: settings.random, tellsChanges: false,
            metrics: TokenMetrics(.restricted))
        let logging = CallLogging(settings.logger)
        // Another clock than the system's may run faster than the world's.
        let clock = settings.timekeeper is SystemTimekeeper ? ClockWatch(logger: settings.logger) : nil
        caller = APICaller(
            transport: transport, tokens: tokens, timekeeper: settings.timekeeper, logging: logging, clock: clock)
        pacer =
            settings.staysInUsagePlans
            ? CallPacer(timekeeper: settings.timekeeper, isSandbox: settings.isSandbox) : nil
        authorizations = ClientAuthorizations(
            clientID: clientID, clientSecret: clientSecret, refreshToken: refreshToken, tokenEndpoint: tokenEndpoint,
            region: region, settings: settings,
            request: RequestBuilder(
                endpoint: endpoint, userAgent: settings.userAgent, timeout: settings.requestTimeout),
            lwa: LWAClient(
                transport: transport, timekeeper: settings.timekeeper, logging: logging, clock: clock))
    }

    func accessToken(scopes: Set<String>? = nil) async throws -> Secret {
        let authorization = try authorizations.authorization(scopes: scopes)
        return try await tokens.token(for: authorization.key, exchange: authorization.exchange).value
    }

    // MARK: Calling

    /// Finds the operation and checks the call.
    ///
    /// - Throws: `UnknownOperation`, ``CallFailure`` for what Amazon would refuse.
    func prepare(
        _ name: String, _ parameters: [String: CallParameter], _ body: [UInt8]?
    ) throws -> PreparedCall {
        let operation = try OperationCatalogue.builtIn.operation(named: name)
        return try prepare(
            CallRequest(operation: operation, parameters: parameters.mapValues(\.json), body: body))
    }

    func prepare(_ request: CallRequest) throws -> PreparedCall {
        let name = request.operation.name
        guard !request.operation.isSandboxOnly || settings.isSandbox || settings.endpoint != nil else {
            throw CallFailure(
                .invalidCall, operation: name,
                detail: "it exists in Amazon's sandbox only; set ClientSettings.isSandbox")
        }
        do {
            return try request.prepared(in: context)
        } catch {
            throw CallFailure(
                .invalidCall, operation: name, detail: error.problems.map(\.description).joined(separator: " "))
        }
    }

    /// Makes a call, as often as the rules for repetitions allow.
    ///
    /// - Parameters:
    ///   - dataElements: The personal data to ask for, where the operation answers without it too.
    ///   - read: Takes what is wanted from the answer. Part of what is repeated.
    func perform<Value: Sendable>(
        _ call: PreparedCall, dataElements: [String] = [], reading read: @Sendable (CallResponse) async throws -> Value
    ) async throws -> Value {
        var repetitions = settings.retries.map { RetryState(rules: $0, operation: call.operation) }
        while true {
            do {
                return try await read(try await once(call, dataElements))
            } catch {
                guard let pause = repetitions?.pause(after: error, unit: settings.random.unit()) else { throw error }
                try await timekeeper.sleep(for: pause)
            }
        }
    }

    /// Makes a call and reads the whole body.
    func collect(_ call: PreparedCall) async throws -> [UInt8] {
        try await perform(call) { try await Self.bytes(of: $0, call.operation) }
    }

    /// Makes a call and decodes its body.
    func value<Value: Decodable>(
        _ name: String, _ parameters: [String: CallParameter] = [:], body: (some Encodable & Sendable)? = Never?.none,
        as type: Value.Type
    ) async throws -> Value {
        let call = try prepare(name, parameters, try body.map(Self.encode))
        return try JSONDecoder().decode(type, from: Data(try await collect(call)))
    }

    /// Makes a call and decodes what its answer holds under `payload`.
    func payload<Value: Decodable>(
        _ name: String, _ parameters: [String: CallParameter] = [:], body: (some Encodable & Sendable)? = Never?.none,
        of type: Value.Type
    ) async throws -> Value {
        let call = try prepare(name, parameters, try body.map(Self.encode))
        let bytes = try await collect(call)
        guard let payload = try JSONDecoder().decode(PayloadEnvelope<Value>.self, from: Data(bytes)).payload else {
            let report = APIErrorReport(body: bytes)
            throw CallFailure(
                .rejected, operation: call.operation.name,
                detail: report.items.isEmpty ? "the answer has no payload" : report.summary)
        }
        return payload
    }

    /// The whole body of an answer.
    ///
    /// - Throws: ``CallFailure`` when the connection breaks off or the body is too large.
    static func bytes(of response: CallResponse, _ operation: Operation) async throws -> [UInt8] {
        do {
            return try await response.body.collect(upTo: largestAnswer)
        } catch let error as HTTPTransportError {
            throw CallFailure(
                error.reason == .bodyTooLarge ? .rejected : .doubtful, operation: operation.name,
                detail: error.message, status: response.status, requestID: response.requestID)
        }
    }

    static func encode(_ body: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(body))
    }

    private func once(_ call: PreparedCall, _ dataElements: [String]) async throws -> CallResponse {
        let operation = call.operation
        let authorization = try authorizations.authorization(of: operation)
        let pacer = pacer
        do {
            let pass = try await restrict(call, dataElements, authorization)
            if let pacer {
                // First the token: a turn that waits for an exchange would be past when the call is made.
                if pass.source == nil {
                    _ = try await tokens.token(for: authorization.key, exchange: authorization.exchange)
                }
                try await pacer.wait(for: operation)
            }
            let result = try await caller.perform(
                call, as: authorization, restricted: pass.source,
                permitRepeat: {
                    try await pacer?.wait(for: operation)
                    return true
                })
            await pacer?.note(result, of: operation)
            if result.verdict == .accessDenied, let withheld = pass.withheld, withheld.kind == .missingRole {
                throw withheld
            }
            if let failure = CallFailure(result, operation: operation.name, region: region) { throw failure }
            return CallResponse(
                status: result.answer?.status ?? operation.successStatus, requestID: result.answer?.requestID,
                rateLimit: result.answer?.rateLimit, body: result.body)
        } catch let failure as RestrictedTokenFailure {
            throw CallFailure(failure, region: region)
        }
    }

    func shutdown() async {
        await restrictedTokens.shutdown()
        await tokens.shutdown()
        await ownedTransport?.shutdown()
    }

    private static func marketplaces(_ settings: ClientSettings, in region: Region) throws -> [Marketplace] {
        try settings.marketplaces.map { text in
            let given = BoundedText.line(text, limit: 40)
            guard let marketplace = Marketplace.named(text) else {
                throw CallFailure(
                    .invalidCall, operation: "settings",
                    detail: "there is no marketplace \(given); give ids or country codes")
            }
            guard marketplace.region == region else {
                throw CallFailure(
                    .wrongRegion, operation: "settings",
                    detail: "marketplace \(given) belongs to region \(marketplace.region.rawValue), the client to "
                        + "\(region.rawValue); make a client for each region")
            }
            return marketplace
        }
    }
}

/// The envelope of older answers.
private struct PayloadEnvelope<Value: Decodable>: Decodable {
    var payload: Value?
}
