/// Tells values from what only stands for one.
enum AccountValue {
    /// Why a text is no value. Holds nothing of it but the name of a variable.
    struct Flaw: Error, Equatable {
        let message: String
        let cure: String
    }

    /// The most characters that a credential may have. Refresh tokens have about 400.
    private static let longest = 4096

    /// The text of a node, without white space around it.
    static func text(_ node: SettingNode) -> Result<String, Flaw> {
        guard case .scalar(let written, _) = node.value else {
            let what = if case .list = node.value { "a list" } else { "a map of keys" }
            return .failure(Flaw(message: "a text is due here, not \(what)", cure: "write the value itself"))
        }
        let text = trimmed(written)
        guard !node.isNull, !text.isEmpty else {
            return .failure(Flaw(message: "this is empty", cure: "put the value in"))
        }
        guard text.count <= longest else {
            return .failure(
                Flaw(message: "this is longer than any credential", cure: "put the value in, and nothing else"))
        }
        if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
            return .failure(
                Flaw(message: "this holds a line break or control character", cure: "write the value in one line"))
        }
        if text.allSatisfy({ $0 == "*" || $0 == "•" }) {
            return .failure(
                Flaw(
                    message: "the value is masked with \(text.prefix(1))",
                    cure: "put the real value in, from where it is kept"))
        }
        if let placeholder = placeholder(text) {
            return .failure(
                Flaw(
                    message: "this is a placeholder\(placeholder.isEmpty ? "" : " for \(placeholder)"), not the value",
                    cure: "put the value in; nothing is filled in here"))
        }
        return .success(text)
    }

    /// What a placeholder stands for, empty when that cannot be told; `nil` for a text that is none.
    private static func placeholder(_ text: String) -> String? {
        if let match = text.firstMatch(of: /\$\{([^}]*)\}|\$\(([^)]*)\)|\{\{([^}]*)\}\}|#\{([^}]*)\}#/) {
            let inner = match.output.1 ?? match.output.2 ?? match.output.3 ?? match.output.4
            return name(inner ?? "")
        }
        if let match = text.wholeMatch(of: /\$([A-Za-z_][A-Za-z0-9_]*)|%([A-Za-z_][A-Za-z0-9_]*)%/) {
            return name(match.output.1 ?? match.output.2 ?? "")
        }
        return text.first == "<" && text.last == ">" ? "" : nil
    }

    private static func name(_ text: Substring) -> String {
        let name = trimmed(String(text.prefix { $0 != ":" }))
        let isPlain =
            !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_.".contains($0)) }
        return isPlain && name.count <= 64 && !PrintableText.looksSecret(name) ? name : ""
    }

    private static func trimmed(_ text: String) -> String {
        var text = text.drop { $0.isWhitespace }
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return String(text)
    }
}
