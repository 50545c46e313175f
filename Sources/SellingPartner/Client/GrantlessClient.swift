public import OperationCatalogue
public import Secrets

/// Calls grantless operations: those that belong to the application and involve no seller.
///
/// By Amazon's documentation these are the notification destinations and the rotation of the client secret, each with
/// a scope of its own, for example `sellingpartnerapi::notifications`.
public struct GrantlessClient: Sendable {
    private let core: ClientCore

    /// Creates a client. Nothing is sent yet.
    ///
    /// - Parameters:
    ///   - clientID: The application's client id.
    ///   - clientSecret: The application's client secret.
    ///   - scopes: What the access token is for. Their order does not matter.
    ///   - region: The region whose host is called.
    ///   - settings: Everything else.
    /// - Throws: As ``SellingPartnerClient/init(credentials:region:settings:)``.
    public init(
        clientID: String, clientSecret: Secret, scopes: Set<String>, region: SellingRegion,
        settings: ClientSettings = ClientSettings()
    ) throws {
        core = try ClientCore(
            clientID: clientID, clientSecret: clientSecret, grant: .clientCredentials(scopes: scopes), region: region,
            sharesTokens: true, settings: settings)
    }

    /// A valid access token for the scopes, from the cache or freshly exchanged.
    ///
    /// - Throws: ``LWAFailure`` when Login with Amazon gives none.
    public func getAccessToken() async throws -> Secret {
        try await core.accessToken()
    }

    /// Calls a grantless operation. Parameters and errors as in ``SellingPartnerClient/call(_:parameters:body:)``.
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
