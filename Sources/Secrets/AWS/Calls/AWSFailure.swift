/// Why a call to AWS has no answer. Holds no part of a secret.
package enum AWSFailure: Error, Sendable, Equatable {
    /// AWS refused the call.
    case refused(AWSRefusal)
    /// Something answered that does not speak the service's language: a proxy, a login page, another service.
    case unreadable(host: String, status: Int)
    /// Nothing answered.
    case unreachable(host: String, reason: String)
    /// There was nothing to send: no keys, or no address.
    case unsent(SecretError)
    /// The task was cancelled.
    case cancelled

    /// The refusal, if it is one.
    package var refusal: AWSRefusal? {
        guard case .refused(let refusal) = self else { return nil }
        return refusal
    }
}
