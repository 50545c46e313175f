public import OperationCatalogue
public import Secrets

/// Calls the Selling Partner API in the name of one seller in one region.
///
/// ```swift
/// let client = try SellingPartnerClient(
///     credentials: .init(clientID: id, clientSecret: Secret(secret), refreshToken: Secret(token)),
///     region: .europe)
/// let answer = try await client.call("sellers.getMarketplaceParticipations")
/// print(try await answer.decoded(as: Participations.self))
/// await client.shutdown()
/// ```
///
/// The client gets access tokens when they are needed, keeps them until shortly before they expire, and exchanges one
/// at a time however many calls wait. A call whose token is refused is repeated once with a fresh one; apart from that
/// it never repeats and never slows down calls. To stay inside usage plans, to repeat what can be repeated and to
/// survive restarts, put jobs in spworker's queue instead.
///
/// It is safe to use from any number of tasks. A client that made its own transport must be ended with ``shutdown()``.
public struct SellingPartnerClient: Sendable {
    /// Who calls, and in whose name.
    public struct Credentials: Sendable {
        /// The application's client id.
        public var clientID: String
        /// The application's client secret.
        public var clientSecret: Secret
        /// The seller's refresh token for the region.
        public var refreshToken: Secret

        /// Creates credentials.
        public init(clientID: String, clientSecret: Secret, refreshToken: Secret) {
            self.clientID = clientID
            self.clientSecret = clientSecret
            self.refreshToken = refreshToken
        }
    }

    /// A selling region.
    public typealias Region = SellingRegion

    private let core: ClientCore

    /// Creates a client. Nothing is sent yet.
    ///
    /// - Parameters:
    ///   - credentials: Who calls, and in whose name.
    ///   - region: The region in which the seller granted the authorization.
    ///   - settings: Everything else.
    /// - Throws: ``APIEndpoint/Invalid`` for an endpoint that credentials must not be sent to, ``TransportSettingError``
    ///   for connection settings that cannot be used, ``CallFailure`` for an unknown marketplace.
    public init(credentials: Credentials, region: Region, settings: ClientSettings = ClientSettings()) throws {
        core = try ClientCore(
            clientID: credentials.clientID, clientSecret: credentials.clientSecret,
            grant: .refreshToken(credentials.refreshToken), region: region, sharesTokens: false, settings: settings)
    }

    /// A valid access token, from the cache or freshly exchanged.
    ///
    /// - Throws: ``LWAFailure`` when Login with Amazon gives none.
    public func getAccessToken() async throws -> Secret {
        try await core.accessToken()
    }

    /// Calls an operation.
    ///
    /// - Parameters:
    ///   - operation: Its name, `family.operationId` or just `operationId`, either with `@version` if not the newest.
    ///   - parameters: Path, query and header parameters by name.
    ///   - body: The body in JSON.
    /// - Returns: The answer of a success.
    /// - Throws: `UnknownOperation` for an unknown name, ``CallFailure`` when the call is refused or its outcome is
    ///   unknown, ``LWAFailure`` when no access token is to be had, `CancellationError` when the task is cancelled.
    public func call(
        _ operation: String, parameters: [String: CallParameter] = [:], body: [UInt8]? = nil
    ) async throws -> CallResponse {
        try await core.call(operation, parameters, body)
    }

    /// Closes the client's connections and drops its tokens. Calls under way fail.
    public func shutdown() async {
        await core.shutdown()
    }
}
