/// Why Login with Amazon gave no access token.
///
/// Only ``Kind-swift.enum/invalidGrant`` speaks of the seller's authorization, and a single one is no proof of a
/// revocation: ask again after a minute before believing it. Never holds a secret or a token.
public struct LWAFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// What the refusal says, and thereby who has to act.
    public enum Kind: Sendable, Hashable {
        /// The refresh token is revoked, lapsed, mistyped or belongs to another application. Amazon does not say which.
        case invalidGrant
        /// The application's client id or secret is wrong, or the secret is past its grace period after a rotation.
        /// All sellers of the application are hit alike.
        case invalidClient
        /// The application exists but may not use this grant: usually a refresh token of another application.
        case unauthorizedClient
        /// The request was refused for this application and grant.
        case accessDenied
        /// A field is missing or malformed: a fault of the configuration.
        case invalidRequest
        /// A scope does not exist or is not granted to the application.
        case invalidScope
        /// The kind of grant is unknown to the service: the endpoint is not what it should be.
        case unsupportedGrantType
        /// It may work later. Says nothing about the seller, the application or the configuration.
        case transient(Transient)

        /// Whether asking again later may help without anybody doing anything.
        public var isTransient: Bool {
            if case .transient = self { true } else { false }
        }
    }

    /// The kinds of passing trouble.
    public enum Transient: String, Sendable, Hashable {
        /// Status 429.
        case throttled
        /// Status 408 or 5xx, or an error code that means the same.
        case serverError
        /// No answer in time.
        case timeout
        /// No connection, or a broken one.
        case network
        /// An answer that is not one of Login with Amazon's: HTML of a gateway, a success without a usable token.
        case unexpectedAnswer
    }

    /// What the refusal says.
    public let kind: Kind
    /// The HTTP status, or `nil` when there was no answer.
    public let status: Int?
    /// The error code as sent, at most 100 characters, for display.
    public let code: String?
    /// The service's explanation: at most 500 characters, and whatever was sent is masked in it.
    public let detail: String?
    /// Amazon's id of the request, which its support asks for.
    public let requestID: String?
    /// How far the service's clock is ahead of this machine's, to the second, or `nil` without a usable `Date` header.
    public let clockSkew: Duration?

    package init(
        _ kind: Kind, status: Int? = nil, code: String? = nil, detail: String? = nil, requestID: String? = nil,
        clockSkew: Duration? = nil
    ) {
        self.kind = kind
        self.status = status
        self.code = code
        self.detail = detail
        self.requestID = requestID
        self.clockSkew = clockSkew
    }

    public var description: String {
        var text = "Login with Amazon gave no token: \(kind.explanation)"
        if let detail { text += " (\(detail))" }
        let facts = [status.map { "status \($0)" }, code.map { "error \($0)" }, requestID.map { "request id \($0)" }]
            .compactMap { $0 }
        if !facts.isEmpty { text += " [" + facts.joined(separator: ", ") + "]" }
        return text
    }
}

extension LWAFailure.Kind {
    fileprivate var explanation: String {
        switch self {
        case .invalidGrant:
            "the refresh token is not accepted; the seller may have revoked or must renew the authorization"
        case .invalidClient:
            "the application's client id or client secret is not accepted; "
                + "check both, and whether the secret was rotated"
        case .unauthorizedClient:
            "this application may not use this grant; check that the refresh token was issued to this client id"
        case .accessDenied:
            "access was denied to this application and grant; check that the refresh token was issued to this client id"
        case .invalidRequest:
            "a credential is empty or malformed; check the configured values"
        case .invalidScope:
            "a scope is unknown or not granted to this application"
        case .unsupportedGrantType:
            "the grant type is not supported; check the token endpoint"
        case .transient(.throttled): "too many requests; try again later"
        case .transient(.serverError): "the service has a fault; try again later"
        case .transient(.timeout): "no answer in time; try again later"
        case .transient(.network): "no connection could be made or kept; check the network"
        case .transient(.unexpectedAnswer):
            "the answer is not one of the token service; check the endpoint or try later"
        }
    }
}
