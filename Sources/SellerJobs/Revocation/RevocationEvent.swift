import JobModel

/// What may change the standing of an authorization or its application.
enum RevocationEvent: Sendable, Hashable {
    /// A token exchange gave a token.
    case exchangeAccepted(AuthorizationKey, fingerprint: String?)
    /// A token exchange was refused for the seller's grant.
    case exchangeRefused(AuthorizationKey, Refusal, JobFailure, fingerprint: String?)
    /// An exchange that the machine asked for came to nothing that says anything about the seller: the network failed, the
    /// service was in trouble, or the secret's source did not answer.
    case exchangeUnsettled(AuthorizationKey)
    /// No token could be had for a reason that says nothing about the seller: the network, or trouble at the login.
    case loginTroubled(AuthorizationKey, JobFailure)
    /// The seller's refresh token cannot be had.
    case secretMissing(AuthorizationKey, JobFailure)
    /// The seller's secret is there, and it is another one than before.
    case secretChanged(AuthorizationKey, fingerprint: String)
    /// The API refused a token that was fresh.
    case freshTokenRefused(AuthorizationKey, JobFailure)
    /// The API let a call through.
    case callAccepted(AuthorizationKey, operation: String)
    /// The API denied a call for a reason that is not the token.
    case callDenied(AuthorizationKey, operation: String)
    /// Somebody wants the seller to be taken for active.
    case releasedByHand(AuthorizationKey, fingerprint: String?)
    /// The application's client secret was refused, has expired, or cannot be had.
    case clientRefused(JobFailure, fingerprint: String?)
    /// An exchange was made with the application's client secret.
    case clientAccepted(fingerprint: String)
    /// The application's client secret is there again, or is another one than the one that was refused.
    case clientSecretChanged(fingerprint: String)

    /// What a refusal says about the grant.
    enum Refusal: Sendable, Hashable {
        /// It is of no use any more (`invalid_grant`): revoked, lapsed, mistyped, or of another application.
        case unusable
        /// It may not be used by this application (`unauthorized_client`, `access_denied`).
        case foreign
    }
}

/// What the machine wants done, in order.
enum RevocationAction: Sendable, Hashable {
    /// The state of an authorization, to be written down.
    case seller(AuthorizationKey, AuthorizationState, JobFailure?, fingerprint: String?, blockedUntil: Timestamp?)
    /// The state of the application, to be written down.
    case application(ApplicationState, JobFailure?, fingerprint: String?, blockedUntil: Timestamp?, pauses: Int)
    /// Something a person should know, to be written into the history.
    case tell(AuthorizationKey, kind: String, message: String)
}

/// An exchange that the machine wants made now, with the secret read anew.
struct RevocationQuestion: Sendable, Hashable {
    /// Why it is asked.
    enum Purpose: Sendable, Hashable {
        /// Whether a suspect is refused once more.
        case confirmation
        /// Whether another seller of the application is accepted at this moment.
        case witness
        /// Whether a seller that is out works again.
        case probe
    }

    let seller: AuthorizationKey
    let purpose: Purpose
}
