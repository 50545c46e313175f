package import Secrets

/// What one token exchange needs.
package struct LWARequest: Sendable {
    /// The address of Login with Amazon's token service, by Amazon's documentation the same for all regions.
    package static let defaultEndpoint = "https://api.amazon.com/auth/o2/token"

    /// Where to ask.
    package var endpoint: String
    /// The application's client id.
    package var clientID: String
    /// The application's client secret.
    package var clientSecret: Secret
    /// By what right.
    package var grant: LWAGrant

    /// Creates a request.
    package init(
        endpoint: String = LWARequest.defaultEndpoint, clientID: String, clientSecret: Secret, grant: LWAGrant
    ) {
        self.endpoint = endpoint
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.grant = grant
    }

    /// The fields to send, in order. A refresh token and scopes are never sent together.
    var fields: [(name: String, value: String)] {
        var fields = [("grant_type", grant.name)]
        switch grant {
        case .refreshToken(let token): fields.append(("refresh_token", token.reveal()))
        case .clientCredentials: fields.append(("scope", grant.sortedScopes.joined(separator: " ")))
        }
        fields.append(("client_id", clientID))
        fields.append(("client_secret", clientSecret.reveal()))
        return fields.map { (name: $0.0, value: $0.1) }
    }
}
