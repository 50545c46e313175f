package import Ports

/// What came of sending a call, before it is judged.
package enum CallOutcome: Sendable {
    /// An answer came, with this report of errors and this kind of body.
    case answer(CallAnswer, APIErrorReport, body: BodyKind)
    /// No complete answer came.
    case noAnswer(HTTPTransportError)

    /// What the first bytes of a body look like.
    package enum BodyKind: Sendable, Hashable {
        case empty, json, other
    }
}
