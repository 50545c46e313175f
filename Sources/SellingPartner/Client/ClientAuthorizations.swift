import OperationCatalogue
import Ports
import Secrets

/// By which right a client calls: the seller's, or the application's own for grantless operations.
struct ClientAuthorizations: Sendable {
    private let clientID: String
    private let clientSecret: Secret
    private let tokenEndpoint: String
    private let settings: ClientSettings
    private let request: RequestBuilder
    private let lwa: LWAClient
    private let seller: CallAuthorization?

    init(
        clientID: String, clientSecret: Secret, refreshToken: Secret?, tokenEndpoint: String, region: Region,
        settings: ClientSettings, request: RequestBuilder, lwa: LWAClient
    ) {
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.tokenEndpoint = tokenEndpoint
        self.settings = settings
        self.request = request
        self.lwa = lwa
        seller = refreshToken.map { token in
            // The cache lives no longer than the client, and so does the salt.
            let salt = Array(settings.random.identifier().utf8)
            let grant = LWAGrant.refreshToken(token)
            let exchange = LWARequest(
                endpoint: tokenEndpoint, clientID: clientID, clientSecret: clientSecret, grant: grant)
            return CallAuthorization(
                key: TokenKey(
                    clientID: clientID, endpoint: tokenEndpoint, grant: grant,
                    refreshTokenFingerprint: Fingerprinter(salt: salt).fingerprint(clientId: clientID, secret: token),
                    region: region, isSandbox: settings.isSandbox),
                seller: settings.sellerID, request: request,
                exchange: { _ in try await lwa.exchange(exchange, seller: settings.sellerID) })
        }
    }

    /// The right that the catalogue asks for.
    ///
    /// - Throws: ``CallFailure`` when the operation belongs to a seller and there is none.
    func authorization(of operation: Operation) throws -> CallAuthorization {
        if let scope = operation.grantlessScope { return grantless([scope]) }
        guard let seller else {
            throw CallFailure(
                .invalidCall, operation: operation.name,
                detail: "it is called in a seller's name; use SellingPartnerClient")
        }
        return seller
    }

    /// The right with these scopes; without any, the seller's.
    func authorization(scopes: Set<String>?) throws -> CallAuthorization {
        if let scopes { return grantless(scopes) }
        guard let seller else {
            throw CallFailure(.invalidCall, operation: "settings", detail: "the client has no seller; name scopes")
        }
        return seller
    }

    /// The application's own right. Each set of scopes has a token of its own, the same for all regions.
    private func grantless(_ scopes: Set<String>) -> CallAuthorization {
        let grant = LWAGrant.clientCredentials(scopes: scopes)
        let exchange = LWARequest(
            endpoint: tokenEndpoint, clientID: clientID, clientSecret: clientSecret, grant: grant)
        let lwa = lwa
        return CallAuthorization(
            key: TokenKey(
                clientID: clientID, endpoint: tokenEndpoint, grant: grant, refreshTokenFingerprint: "", region: nil,
                isSandbox: settings.isSandbox),
            seller: nil, request: request, exchange: { _ in try await lwa.exchange(exchange) })
    }
}
