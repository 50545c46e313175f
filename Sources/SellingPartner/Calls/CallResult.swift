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

    /// Whether the access token was refused although it was fresh.
    package var refusedFreshToken: Bool {
        if case .tokenRefused = verdict { requests > 1 } else { false }
    }
}
