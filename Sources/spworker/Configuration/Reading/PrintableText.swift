/// Decides which texts of a configuration may be repeated in a message. A secret may have gone astray anywhere.
enum PrintableText {
    private static let longest = 32
    private static let secretSigns = ["atzr", "atza", "atc|", "amzn1.", "akia", "asia", "literal:"]

    /// `text` in quotes if it is short and plain, otherwise only its length.
    static func quoted(_ text: String) -> String {
        isPlain(text) ? "\"\(text)\"" : "a text of \(text.count) characters"
    }

    /// `text` itself if it is short and plain, otherwise a stand-in.
    static func key(_ text: String) -> String { isPlain(text) ? text : "(a key of \(text.count) characters)" }

    /// A file's path, which may be long, if it looks like nothing else.
    static func path(_ text: String) -> String { hasPlainLook(text, " ._/~-") ? text : "the file" }

    /// Whether `text` holds what secrets begin with.
    static func looksSecret(_ text: String) -> Bool {
        let lower = text.lowercased()
        return secretSigns.contains { lower.contains($0) }
    }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.count <= longest && hasPlainLook(text, " ._:/*-")
    }

    private static func hasPlainLook(_ text: String, _ others: String) -> Bool {
        !looksSecret(text)
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || others.contains($0)) }
    }
}
