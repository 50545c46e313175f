public import OperationCatalogue
public import Secrets

/// Calls grantless operations: those that belong to the application and involve no seller.
///
/// By Amazon's documentation these are the notification destinations, the tracking of shipments and the rotation of the
/// client secret. Which scope a call needs is known from the catalogue, and each scope has an access token of its own.
/// A ``SellingPartnerClient`` makes such calls too; this client needs no seller for them.
public struct GrantlessClient: Sendable {
    let core: ClientCore

    /// Creates a client. Nothing is sent yet.
    ///
    /// - Parameters:
    ///   - clientID: The application's client id.
    ///   - clientSecret: The application's client secret.
    ///   - region: The region whose host is called.
    ///   - settings: Everything else.
    /// - Throws: As ``SellingPartnerClient/init(credentials:region:settings:)``.
    public init(
        clientID: String, clientSecret: Secret, region: SellingRegion, settings: ClientSettings = ClientSettings()
    ) throws {
        core = try ClientCore(
            clientID: clientID, clientSecret: clientSecret, refreshToken: nil, region: region, settings: settings)
    }

    /// A valid access token for a set of scopes, from the cache or freshly exchanged. Calls need none: they get their
    /// own.
    ///
    /// - Parameter scopes: For example `sellingpartnerapi::notifications`. Their order does not matter.
    /// - Throws: ``LWAFailure`` when Login with Amazon gives none, `CancellationError` when the task is cancelled.
    public func getAccessToken(scopes: Set<String>) async throws -> Secret {
        try await core.accessToken(scopes: scopes)
    }

    /// Calls a grantless operation.
    ///
    /// - Parameters:
    ///   - operation: Its name, as for ``SellingPartnerClient/call(_:parameters:body:dataElements:)``.
    ///   - parameters: Path, query and header parameters by name.
    ///   - body: The body in JSON.
    /// - Returns: The answer of a success.
    /// - Throws: As ``SellingPartnerClient/call(_:parameters:body:dataElements:)``; ``CallFailure`` with the code
    ///   `invalidCall` also for an operation that is called in a seller's name.
    public func call(
        _ operation: String, parameters: [String: CallParameter] = [:], body: [UInt8]? = nil
    ) async throws -> CallResponse {
        try await core.perform(try core.prepare(operation, parameters, body)) { $0 }
    }

    /// Closes the client's connections and drops its tokens. Calls under way fail.
    public func shutdown() async {
        await core.shutdown()
    }
}
