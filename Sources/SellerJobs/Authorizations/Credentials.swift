import JobModel
import Secrets
import SellingPartner

/// What one exchange needs, resolved at one instant, with the fingerprints by which its parts are known.
struct Credentials: Sendable {
    let clientID: String
    var clientSecret: Secret
    /// `nil` for the application's own grant.
    let refreshToken: Secret?
    /// The fingerprint of the client secret.
    var applicationFingerprint: String
    /// The fingerprint of the refresh token as it belongs to the client id.
    let authorizationFingerprint: String?

    /// Whether an exchange with `other` asks Amazon the same question.
    func isSame(as other: Credentials) -> Bool {
        applicationFingerprint == other.applicationFingerprint
            && authorizationFingerprint == other.authorizationFingerprint
    }
}

/// A secret of an application or seller cannot be had.
struct CredentialFailure: Error, Sendable {
    /// Whose secret it is.
    enum Owner: Sendable {
        case application, seller
    }

    /// How the kinds of these failures begin when they are stored.
    static let kindPrefix = "secret."

    let owner: Owner
    let error: SecretError

    /// What jobs name is not, or no longer, in the configuration. They wait: it may be back after the next look.
    static func notConfigured(_ owner: Owner, _ what: String) -> CredentialFailure {
        CredentialFailure(
            owner: owner,
            error: SecretError(
                .notConfigured, reference: nil, message: "the \(what) is not in the configuration",
                cure: "add it again, or cancel its jobs"))
    }

    /// Whether the source may answer a little later.
    var isTransient: Bool { error.code == .unavailable }

    /// The failure in the form that is stored with jobs and authorizations.
    var failure: JobFailure {
        JobFailure(kind: "\(Self.kindPrefix)\(error.code.rawValue)", message: error.description)
    }
}

extension SecretError.Code {
    /// Nobody says any more where the secret is. The store knows the kind of failure that comes of it by its name.
    static let notConfigured = SecretError.Code(rawValue: "notConfigured")
}
