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
/// at a time however many calls wait. A call whose token is refused is repeated once with a fresh one. Grantless
/// operations are called in the application's own name, restricted ones with a restricted data token, which is got and
/// kept in the same way. Apart from that it neither repeats nor slows down calls unless
/// ``ClientSettings/retries`` and ``ClientSettings/staysInUsagePlans`` say so. To share usage plans between processes
/// and to survive restarts, put jobs in spworker's queue instead.
///
/// It is safe to use from any number of tasks. A client that made its own transport must be ended with ``shutdown()``.
/// Clients for many sellers of a region can share one ``AsyncHTTPClientTransport`` and with it the connections.
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

    let core: ClientCore

    /// Creates a client. Nothing is sent yet.
    ///
    /// - Parameters:
    ///   - credentials: Who calls, and in whose name.
    ///   - region: The region in which the seller granted the authorization.
    ///   - settings: Everything else.
    /// - Throws: ``APIEndpoint/Invalid`` for an endpoint that credentials must not be sent to, ``TransportSettingError``
    ///   for connection settings that cannot be used, ``CallFailure`` for an unknown marketplace or one of another
    ///   region.
    public init(credentials: Credentials, region: Region, settings: ClientSettings = ClientSettings()) throws {
        core = try ClientCore(
            clientID: credentials.clientID, clientSecret: credentials.clientSecret,
            refreshToken: credentials.refreshToken, region: region, settings: settings)
    }

    /// A valid access token, from the cache or freshly exchanged.
    ///
    /// - Throws: ``LWAFailure`` when Login with Amazon gives none, `CancellationError` when the task is cancelled.
    public func getAccessToken() async throws -> Secret {
        try await core.accessToken()
    }

    /// Calls an operation.
    ///
    /// - Parameters:
    ///   - operation: Its name, `family.operationId` or just `operationId`, either with `@version` if not the newest.
    ///   - parameters: Path, query and header parameters by name.
    ///   - body: The body in JSON.
    ///   - dataElements: The personal data to ask for, of `buyerInfo`, `shippingAddress` and `buyerTaxInformation`. For
    ///     Orders v0 alone, which leaves it out unless it is asked for; other restricted operations always show it.
    /// - Returns: The answer of a success.
    /// - Throws: `UnknownOperation` for an unknown name, ``CallFailure`` when the call is refused or its outcome is
    ///   unknown, with the code `missingRole` when the application may not see the personal data, ``LWAFailure`` when
    ///   no access token is to be had, `CancellationError` when the task is cancelled.
    public func call(
        _ operation: String, parameters: [String: CallParameter] = [:], body: [UInt8]? = nil,
        dataElements: [String] = []
    ) async throws -> CallResponse {
        let call = try core.prepare(operation, parameters, body)
        try core.check(dataElements, of: call.operation)
        return try await core.perform(call, dataElements: dataElements) { $0 }
    }

    /// Reads a paged listing, page after page, however the operation pages its answers.
    ///
    /// ```swift
    /// let pages = client.pages(
    ///     "finances.listTransactions", parameters: ["postedAfter": "2026-01-01T00:00:00Z"])
    /// for try await page in pages {
    ///     print(page.items.count)
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - operation: Its name, as for ``call(_:parameters:body:dataElements:)``.
    ///   - parameters: Those of the first page. A page token among them begins the listing at its page.
    ///   - body: The body in JSON of the first page.
    ///   - dataElements: The personal data to ask for, as for ``call(_:parameters:body:dataElements:)``.
    /// - Returns: The pages. Nothing is sent before the first is asked for, which also throws what is wrong with the call.
    public func pages(
        _ operation: String, parameters: [String: CallParameter] = [:], body: [UInt8]? = nil,
        dataElements: [String] = []
    ) -> CallPages {
        CallPages(
            PageReader(
                core: core, operation: operation, parameters: parameters, body: body, dataElements: dataElements))
    }

    /// Closes the client's connections and drops its tokens. Calls under way fail.
    public func shutdown() async {
        await core.shutdown()
    }
}
