/// A refused token exchange in Login with Amazon's own shape, which differs from the API's.
package struct LoginError: Error, Sendable, Hashable {
    /// The HTTP status.
    package let status: Int
    /// The `error` member.
    package let code: String
    /// The `error_description` member.
    package let message: String

    /// Creates an error.
    package init(status: Int, code: String, message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    /// The request itself is wrong.
    package static func invalidRequest(_ message: String) -> LoginError {
        LoginError(status: 400, code: "invalid_request", message: message)
    }

    /// The refresh token is unknown or its authorization was withdrawn; the login does not say which.
    package static let invalidGrant = LoginError(
        status: 400, code: "invalid_grant", message: "The request has an invalid grant parameter : refresh_token")
    /// The client id or secret is wrong.
    package static let invalidClient = LoginError(
        status: 401, code: "invalid_client", message: "Client authentication failed")
    /// The refresh token was given to another application.
    package static let unauthorizedClient = LoginError(
        status: 400, code: "unauthorized_client", message: "The client is not authorized to use this grant")
    /// The scope is unknown or not allowed for the application.
    package static let invalidScope = LoginError(
        status: 400, code: "invalid_scope", message: "The request has an invalid parameter : scope")
    /// The grant type is none that the login offers.
    package static let unsupportedGrantType = LoginError(
        status: 400, code: "unsupported_grant_type", message: "The authorization grant type is not supported")

    /// The error of an injected fault, or `nil` when the fault is not a login error.
    init?(_ kind: Fault.Kind) {
        switch kind {
        case .internalError: self.init(status: 500, code: "server_error", message: "The server met an unexpected error")
        case .unavailable:
            self.init(
                status: 503, code: "temporarily_unavailable", message: "The server is overloaded; try again later")
        case .throttled, .applicationThrottled:
            self.init(status: 429, code: "temporarily_unavailable", message: "Too many requests")
        case .badRequest: self = .invalidRequest("The request is malformed")
        case .notFound: self.init(status: 404, code: "invalid_request", message: "Nothing is here")
        case .conflict: self.init(status: 409, code: "invalid_request", message: "The request is in conflict")
        case .tooLarge: self.init(status: 413, code: "invalid_request", message: "The request is too large")
        case .invalidGrant: self = .invalidGrant
        case .invalidClient, .unauthorized: self = .invalidClient
        case .unauthorizedClient: self = .unauthorizedClient
        case .accessDenied, .denied, .expired, .revoked, .secretExpired, .wrongRegion, .tokenMissing, .unrouted:
            self.init(status: 403, code: "access_denied", message: "Access denied")
        case .reset, .hang, .html, .page, .empty, .slow, .lapse, .truncate, .corrupt: return nil
        }
    }
}
