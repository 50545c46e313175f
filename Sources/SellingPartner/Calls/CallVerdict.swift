package import OperationCatalogue
package import Ports

/// What an answer of the API means for the job, the seller and the application.
package enum CallVerdict: Sendable, Hashable {
    /// Done.
    case success(status: Int)
    /// The access token was not accepted. Get a fresh one and repeat once; refused again, the authorization is suspect,
    /// but never revoked by this alone.
    case tokenRefused(status: Int)
    /// The application's client secret passed its deadline. Hits every seller; says nothing about this one.
    case applicationSecretExpired
    /// The marketplaces do not belong to the region whose host was called: a fault of the configuration.
    case wrongRegion
    /// The host does not route the path, as when the token service's address stands in for the API's: a fault of the
    /// configuration.
    case misrouted
    /// No right to this operation: a missing role, an unknown path, a vendor's operation called for a seller. Says
    /// nothing about the authorization, and a fresh token does not help.
    case accessDenied
    /// Too many calls: by this seller, or by all sellers of the application together.
    case throttled(applicationWide: Bool)
    /// The call may have taken effect or not.
    case doubtful(Doubt)
    /// The call cannot have taken effect: it was never written to a connection.
    case notSent(HTTPTransportError.Reason)
    /// Status 409: look up what is there, then decide.
    case conflict
    /// Refused for good: repeating the same call gives the same answer.
    case rejected(status: Int)

    /// Why nobody knows whether a call took effect. In every case the request was, or may have been, sent.
    package enum Doubt: Sendable, Hashable {
        /// Status 500 and up, or 408.
        case serverError(status: Int)
        /// The time limit passed after sending.
        case timeout
        /// The connection broke after sending, possibly in the middle of the answer.
        case connectionLost
        /// A success without the body that it should have.
        case emptyBody
        /// A success whose body is not JSON, for example a gateway's page.
        case notJSON
        /// An answer that breaks HTTP, or is larger than can be taken.
        case malformed
        /// A status that the API does not use, for example a redirection.
        case unexpectedStatus(Int)
    }

    /// Whether the API says that the thing asked for does not exist. Right after an asynchronous create it may only
    /// not exist yet.
    package var isNotFound: Bool { self == .rejected(status: 404) }

    /// Whether the call succeeded.
    package var isSuccess: Bool {
        if case .success = self { true } else { false }
    }

    /// Judges the outcome of a call of `operation`.
    ///
    /// The status decides. Codes differ between APIs for the same thing, so only the texts that tell the kinds of 403
    /// apart, and those that blame the application for a 429, are looked at.
    package init(_ outcome: CallOutcome, operation: Operation) {
        switch outcome {
        case .noAnswer(let error): self.init(error)
        case .answer(let answer, let report, let body):
            self = Self.judge(answer.status, report, body, operation)
        }
    }

    /// Judges a connection's failure, also one that comes in the middle of a success's body.
    package init(_ error: HTTPTransportError) {
        guard error.wasSent else {
            self = .notSent(error.reason)
            return
        }
        switch error.reason {
        case .timeout: self = .doubtful(.timeout)
        case .connect, .connectionLost: self = .doubtful(.connectionLost)
        case .bodyTooLarge, .malformed: self = .doubtful(.malformed)
        }
    }

    private static func judge(
        _ status: Int, _ report: APIErrorReport, _ body: CallOutcome.BodyKind, _ operation: Operation
    ) -> CallVerdict {
        switch status {
        case 200..<300:
            switch body {
            case .json: .success(status: status)
            case .empty: operation.answersWithBody(status) ? .doubtful(.emptyBody) : .success(status: status)
            case .other: .doubtful(.notJSON)
            }
        case 401: report.blamesSecret ? .applicationSecretExpired : .tokenRefused(status: status)
        case 403: forbidden(report)
        case 408: .doubtful(.serverError(status: status))
        case 409: .conflict
        case 429: .throttled(applicationWide: report.mentions("allowed for the application"))
        case 400..<500: .rejected(status: status)
        case 500...: .doubtful(.serverError(status: status))
        default: .doubtful(.unexpectedStatus(status))
        }
    }

    private static func forbidden(_ report: APIErrorReport) -> CallVerdict {
        // The secret comes first: its text says "expired" too, and "token".
        if report.blamesSecret { return .applicationSecretExpired }
        if report.mentions("marketplace", "not valid", "region") { return .wrongRegion }
        if report.items.contains(where: { $0.code == "MissingAuthenticationToken" }) { return .misrouted }
        let refusals = ["expired", "revoked", "malformed", "invalid"]
        if refusals.contains(where: { report.mentions("access token", $0) }) { return .tokenRefused(status: 403) }
        return .accessDenied
    }
}

extension APIErrorReport {
    fileprivate var blamesSecret: Bool { mentions("secret", "expired") }
}

extension Operation {
    /// Whether a success of this status must come with a body. Deletions and messages to buyers may have none.
    fileprivate func answersWithBody(_ status: Int) -> Bool {
        guard status != 204, status != 205, successStatus != 204 else { return false }
        return method != "DELETE" && !["messaging", "solicitations"].contains(family)
    }
}
