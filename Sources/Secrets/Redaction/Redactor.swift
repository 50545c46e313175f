import Synchronization

/// Takes secrets out of text before it is logged, stored or printed.
///
/// It knows the values that were registered, in the forms in which they usually leak (as they are, URL-encoded, base64,
/// JSON-escaped), and the shapes of Amazon's tokens. The values themselves are not kept, only digests of them. A search
/// looks at each byte of a text once, however many values are registered.
package final class Redactor: Sendable {
    /// Values shorter than this many bytes are not registered: they would blank out ordinary text.
    package static let minimumLength = 6

    private let index: Mutex<RedactionIndex>

    /// Creates a redactor.
    ///
    /// - Parameter capacity: The most values to remember; when more are registered, the older half is forgotten.
    ///   Defaults to 100,000.
    package init(capacity: Int = 100_000) {
        index = Mutex(RedactionIndex(capacity: capacity))
    }

    /// Hides `secret` from now on.
    package func register(_ secret: Secret) {
        let value = secret.reveal()
        guard value.utf8.count >= Self.minimumLength else { return }
        let forms = SecretForms.all(of: value).map(RedactionIndex.Form.init)
        index.withLock { $0.insert(forms) }
    }

    /// `text` with every secret in it replaced by `<redacted>`.
    package func redact(_ text: String) -> String {
        var text = text
        let found = text.withUTF8 { buffer in
            index.withLock { $0.matches(in: buffer.span) }
        }
        guard !found.isEmpty else { return text }
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        text.withUTF8 { buffer in
            var copied = 0
            for range in found {
                result += buffer[copied..<range.lowerBound]
                result += Secret.redactedText.utf8
                copied = range.upperBound
            }
            result += buffer[copied...]
        }
        return String(decoding: result, as: UTF8.self)
    }
}
