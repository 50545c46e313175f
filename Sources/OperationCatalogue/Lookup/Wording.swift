extension String {
    /// The text in quotation marks for an error message: one line, and of bounded length.
    var excerpt: String {
        let longest = 60
        let shown = unicodeScalars.prefix(longest).map { scalar in
            scalar.properties.generalCategory == .control ? " " : Character(scalar)
        }
        return "'\(String(shown))\(unicodeScalars.count > longest ? "…" : "")'"
    }
}

extension Sequence<String> {
    /// The texts as `a`, `a or b`, `a, b or c`.
    var alternatives: String {
        let texts = Array(self)
        guard let last = texts.last, texts.count > 1 else { return texts.first ?? "" }
        return "\(texts.dropLast().joined(separator: ", ")) or \(last)"
    }
}
