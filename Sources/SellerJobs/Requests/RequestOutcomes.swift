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
    ///   - pause: When to try again when Amazon cannot be reached.
    ///   - now: The present.
    static func outcome(
        of result: CallResult, operation: Operation, permitUntil: Timestamp?, pause: Timestamp, now: Timestamp
    ) -> Outcome {
        let status = result.answer?.status
        func failure(_ kind: String, _ message: String) -> JobFailure {
            let summary = result.report.summary
            // What went wrong on the way is nothing that Amazon says.
            let reason = result.fault.map { " Reason: \($0)" } ?? (summary.isEmpty ? "" : " Amazon says: \(summary)")
            return JobFailure(
                kind: kind, message: message + reason, status: status, requestID: result.answer?.requestID)
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
            guard let entry = Lookups.entry(for: operation) else {
                return .quarantine(
                    failure("doubtful", "\(sentence(doubt))\(reason(nil, operation)) \(warning(operation))"))
            }
            return .snooze(
                until: now + DoubtNote.firstLook, failure("doubtful", "\(sentence(doubt)) \(promise(entry))"))
        case .notSent:
            // Nothing was asked, so no attempt is spent: an outage of the network must not fail jobs.
            return .snooze(until: pause, failure(JobFailure.networkKind, "Amazon could not be reached."))
        case .conflict:
            let conflict = failure(
                "conflict", "What \(operation.name) asks for is in conflict with what is there.")
            // It may be there because an earlier call took effect.
            return Lookups.entry(for: operation)?.reader == nil ? .fail(conflict) : .snooze(until: now, conflict)
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

    /// The failure of a job of which a person must find out whether its call took effect.
    ///
    /// - Parameters:
    ///   - sentAt: Just before the call, where it is known.
    ///   - why: Why it cannot be found out without a person, a sentence; when it is left out, what holds for all
    ///     calls of the operation.
    static func doubt(_ operation: Operation, sentAt: Timestamp? = nil, why: String? = nil) -> JobFailure {
        let time = sentAt.map { " at \($0.iso8601)" } ?? ""
        return JobFailure(
            kind: "doubtful",
            message:
                "The call was sent\(time) and its answer never arrived.\(reason(why, operation)) \(warning(operation))")
    }

    private static func reason(_ why: String?, _ operation: Operation) -> String {
        let why = why ?? Lookups.leftToPeople[operation.name] ?? ""
        return why.isEmpty ? "" : " \(why)"
    }

    private static func warning(_ operation: Operation) -> String {
        // The note of check-first operations says what to look at; what we know of that is told already.
        let note = operation.repetition == .unsafe ? operation.repetitionNote.map { " (\($0))" } ?? "" : ""
        return
            "\(operation.name) must not be repeated blindly\(note): look in Seller Central or with a read operation "
            + "whether it took effect, then reopen the job with 'spworker jobs retry ID --yes' or cancel it."
    }

    private static func promise(_ entry: Lookups.Entry) -> String {
        entry.reader.map { "Whether it took effect is looked up with \($0) in a while." }
            ?? "What becomes of it is decided in a while."
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
