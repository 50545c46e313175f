/// What a well-formed token exchange asks for. Checked more strictly than Amazon does: a parameter too many is an error.
enum LoginRequest: Hashable {
    case refresh(token: String, clientId: String, clientSecret: String)
    case grantless(scopes: Set<String>, clientId: String, clientSecret: String)

    init(_ form: LoginForm) throws(LoginError) {
        guard let grantType = form.fields["grant_type"], !grantType.isEmpty else {
            throw .invalidRequest("The request is missing a required parameter : grant_type")
        }
        let own: String
        switch grantType {
        case "refresh_token": own = "refresh_token"
        case "client_credentials": own = "scope"
        default: throw .unsupportedGrantType
        }
        let expected: Set<String> = ["grant_type", "client_id", "client_secret", own]
        for name in expected.sorted() where form.fields[name, default: ""].isEmpty {
            throw .invalidRequest("The request is missing a required parameter : \(name)")
        }
        if let odd = form.fields.keys.sorted().first(where: { !expected.contains($0) }) {
            throw .invalidRequest("The request has an unexpected parameter : \(odd.prefix(60))")
        }
        let clientId = form.fields["client_id", default: ""]
        let clientSecret = form.fields["client_secret", default: ""]
        let value = form.fields[own, default: ""]
        if own == "refresh_token" {
            self = .refresh(token: value, clientId: clientId, clientSecret: clientSecret)
        } else {
            let scopes = Set(value.split(separator: " ").map(String.init))
            guard !scopes.isEmpty else { throw .invalidScope }
            self = .grantless(scopes: scopes, clientId: clientId, clientSecret: clientSecret)
        }
    }

    var clientId: String {
        switch self {
        case .refresh(_, let clientId, _), .grantless(_, let clientId, _): clientId
        }
    }

    var clientSecret: String {
        switch self {
        case .refresh(_, _, let secret), .grantless(_, _, let secret): secret
        }
    }
}
