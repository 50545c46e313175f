package import Ports

/// What a call came to.
package struct CallResult: Sendable {
    /// What it means.
    package let verdict: CallVerdict
    /// The head of the last answer, or `nil` when none came.
    package let answer: CallAnswer?
    /// What the answer's body says about errors; empty for a success.
    package let report: APIErrorReport
    /// A sentence about the connection's failure, or `nil` when an answer came.
    package let fault: String?
    /// The body of a success, read as it arrives. Empty for everything else. When it breaks off, the call is doubtful:
    /// judge the error with ``CallVerdict/init(_:)-(HTTPTransportError)``.
    package let body: HTTPBody
    /// How many requests were sent or tried: 2 when the call was repeated with a fresh token.
    package let requests: Int

    /// The same result without what was sent in its report: the verdict has been reached by then.
    func redacted(by redactor: SentValueRedactor) -> CallResult {
        CallResult(
            verdict: verdict, answer: answer, report: report.redacted { redactor.redact($0, limit: .max) },
            fault: fault, body: body, requests: requests)
    }

    /// Whether the access token was refused although it was fresh.
    package var refusedFreshToken: Bool {
        if case .tokenRefused = verdict { requests > 1 } else { false }
    }
}
