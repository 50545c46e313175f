import JobModel
import SellingPartner

extension RequestOutcomes {
    /// The outcome when Amazon gave no restricted data token. The job's own call was not made.
    static func outcome(of failure: RestrictedTokenFailure, pause: Timestamp, now: Timestamp) -> Outcome {
        switch failure.kind {
        case .missingRole:
            return .fail(missingRole(failure))
        case .unusable(let why):
            return .retry(
                JobFailure(
                    kind: "unavailable", message: "No restricted data token could be had: \(why).",
                    status: failure.result.answer?.status, requestID: failure.result.answer?.requestID))
        case .refused:
            let outcome = outcome(
                of: failure.result, operation: failure.operation, permitUntil: nil, pause: pause, now: now)
            return switch outcome {
            // The job's own lane has done nothing. How long the other one rests, it says to the next run that asks.
            case .throttled(_, let reason): .snooze(until: now + .seconds(2), named(reason))
            case .retry(let reason): .retry(named(reason))
            case .fail(let reason): .fail(named(reason, "restrictedTokenRefused"))
            default: outcome
            }
        }
    }

    /// The outcome when a call was refused for its restricted data token, and again for a fresh one. The access token
    /// with which that one was minted a moment before is good, so this is not held against the seller.
    static func refusedRestrictedToken(_ result: CallResult) -> Outcome {
        let summary = result.report.summary
        return .retry(
            JobFailure(
                kind: "restrictedTokenRefused",
                message: "A fresh restricted data token was refused."
                    + (summary.isEmpty ? "" : " Amazon says: \(summary)"),
                status: result.answer?.status, requestID: result.answer?.requestID))
    }

    /// The application lacks the role for the personal data that the job is about.
    static func missingRole(_ failure: RestrictedTokenFailure) -> JobFailure {
        let summary = failure.result.report.summary
        return JobFailure(
            kind: "missingRole",
            message:
                "\(failure.missingRole); then reopen the job with 'spworker jobs retry ID'."
                + (summary.isEmpty ? "" : " Amazon says: \(summary)"),
            status: failure.result.answer?.status, requestID: failure.result.answer?.requestID)
    }

    private static func named(_ failure: JobFailure, _ kind: String? = nil) -> JobFailure {
        JobFailure(
            kind: kind ?? failure.kind, message: "No restricted data token could be had. \(failure.message)",
            status: failure.status, requestID: failure.requestID)
    }
}
