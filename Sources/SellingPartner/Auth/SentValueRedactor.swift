import Secrets

/// Masks values that were sent, in every encoding they may come back in, and anything that looks like a token.
struct SentValueRedactor: Sendable {
    private let redactor: Redactor

    init(_ values: [Secret]) {
        redactor = Redactor()
        for value in values { redactor.register(value) }
    }

    /// The text in one line, masked, and cut to `limit` characters.
    func redact(_ text: String, limit: Int = 500) -> String {
        // Masking comes before cutting: a value that the cut would halve must be recognized whole.
        BoundedText.line(redactor.redact(text), limit: limit)
    }
}
