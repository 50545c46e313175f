package import Secrets

/// By what right an access token is asked for.
package enum LWAGrant: Sendable {
    /// In the name of a seller who authorized the application.
    case refreshToken(Secret)
    /// In the application's own name, for grantless operations. The order of scopes does not matter.
    case clientCredentials(scopes: Set<String>)

    /// Amazon's name of the grant, as it is sent.
    package var name: String {
        switch self {
        case .refreshToken: "refresh_token"
        case .clientCredentials: "client_credentials"
        }
    }

    /// The scopes asked for, sorted; empty for a seller's grant, which never names any.
    package var sortedScopes: [String] {
        switch self {
        case .refreshToken: []
        case .clientCredentials(let scopes): scopes.sorted()
        }
    }
}
