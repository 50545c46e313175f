/// Writes tokens one behind the other, with a blank only where two would become another one.
struct QueryWriter {
    private(set) var text = ""
    private var last: QueryLexer.Token?

    mutating func write(_ token: QueryLexer.Token) {
        if let last, Self.needsBlank(last, token) { text.unicodeScalars.append(" ") }
        text.unicodeScalars.append(contentsOf: token.text.unicodeScalars)
        last = token
    }

    private static func needsBlank(_ one: QueryLexer.Token, _ other: QueryLexer.Token) -> Bool {
        // Two words run together, two texts become the beginning of one in three quotation marks, and a number takes
        // the dots for its point.
        if one.kind != .sign { return other.kind != .sign || (one.kind == .word && other.text == "...") }
        return false
    }
}
