import JobModel
import OperationCatalogue
import Ports
import SellingPartner

/// What verdicts mean for a job. Pure, and exhaustive: a new verdict does not compile until it has an outcome.
enum RequestOutcomes {
    /// The outcome of a call that did not succeed.
    ///
    /// - Parameters:
    ///   - permitUntil: When the repetition with a fresh token had to wait for the usage plan: until when.
    ///   - now: The present.
    static func outcome(
        of result: CallResult, operation: Operation, permitUntil: Timestamp?, now: Timestamp
    ) -> Outcome {
        let status = result.answer?.status
        func failure(_ kind: String, _ message: String) -> JobFailure {
            let summary = result.fault ?? result.report.summary
            return JobFailure(
                kind: kind, message: summary.isEmpty ? message : "\(message) Amazon says: \(summary)", status: status,
                requestID: result.answer?.requestID)
        }
        switch result.verdict {
        case .success:
            return .retry(failure("unexpected", "A success has no failure."))
        case .tokenRefused:
            if result.refusedFreshToken {
                return .park(failure("tokenRefused", "A fresh access token was refused."))
            }
            // The token was replaced, but the plan had no room for the repetition.
            return .snooze(
                until: permitUntil ?? now,
                failure("tokenExpired", "The access token was refused and has been replaced."))
        case .applicationSecretExpired:
            return .park(
                failure(
                    "applicationSecretExpired",
                    "The application's client secret has expired. Rotate it in the developer console and update the secret."
                ))
        case .wrongRegion:
            return .fail(
                failure(
                    "wrongRegion",
                    "The marketplaces of the call do not belong to the region whose host was called. Correct the seller's region, "
                        + "or name marketplaces of that region."))
        case .misrouted:
            return .fail(
                failure(
                    "misrouted",
                    "The host does not know the path of \(operation.name). Check 'endpoints' of the configuration: each must be "
                        + "the address of the Selling Partner API."))
        case .accessDenied:
            return .fail(
                failure(
                    "accessDenied",
                    "The application may not call \(operation.name) for this seller. Check the application's roles, that the seller "
                        + "granted them, and that the seller's account is active."))
        case .throttled(let applicationWide):
            return .throttled(
                applicationWide ? .application : .lane,
                failure("throttled", "The usage plan of \(operation.name) was exceeded."))
        case .doubtful(let doubt):
            if operation.repetition == .safe { return .retry(failure("unavailable", sentence(doubt))) }
            return .quarantine(failure("doubtful", "\(sentence(doubt)) \(warning(operation.name))"))
        case .notSent(let reason):
            return .retry(failure("network", "The request could not be sent (\(reason.rawValue))."))
        case .conflict:
            return .fail(failure("conflict", "What \(operation.name) asks for is in conflict with what is there."))
        case .rejected(let status):
            return .fail(
                failure(status == 404 ? "notFound" : "rejected", "Amazon refused the request with status \(status)."))
        }
    }

    /// The outcome when no access token could be had. No call was made, so no attempt is spent.
    ///
    /// - Parameter pause: When to try again after passing trouble.
    static func outcome(of failure: LWAFailure, pause: Timestamp) -> Outcome {
        switch failure.kind {
        case .invalidGrant, .invalidClient, .unauthorizedClient, .accessDenied: .park(failure.jobFailure)
        case .invalidRequest, .invalidScope, .unsupportedGrantType: .fail(failure.jobFailure)
        case .transient: .snooze(until: pause, failure.jobFailure)
        }
    }

    /// The outcome when a secret could not be had.
    static func outcome(of failure: CredentialFailure, pause: Timestamp) -> Outcome {
        failure.isTransient ? .snooze(until: pause, failure.failure) : .park(failure.failure)
    }

    /// The failure of a job whose earlier run ended between a call that must not be repeated and its answer.
    static func doubt(_ operation: String) -> JobFailure {
        JobFailure(
            kind: "doubtful", message: "The call was sent and its answer never arrived. \(warning(operation))")
    }

    private static func warning(_ operation: String) -> String {
        "\(operation) must not be repeated blindly: look in Seller Central or with a read operation whether it took effect, then "
            + "reopen the job with 'spworker jobs retry ID --yes' or cancel it."
    }

    private static func sentence(_ doubt: CallVerdict.Doubt) -> String {
        switch doubt {
        case .serverError(let status): "Amazon answered with status \(status)."
        case .timeout: "Amazon did not answer in time."
        case .connectionLost: "The connection broke before the answer was complete."
        case .emptyBody: "Amazon answered with success but without the body that belongs to it."
        case .notJSON: "Amazon answered with success but its body is not JSON."
        case .malformed: "Amazon's answer cannot be read."
        case .unexpectedStatus(let status): "Amazon answered with the unexpected status \(status)."
        }
    }
}
