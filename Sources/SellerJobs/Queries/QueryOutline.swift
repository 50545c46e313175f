/// Follows the brackets of a query and what it defines, token by token, and says what is wrong with them.
struct QueryOutline {
    private struct Open {
        let sign: Substring
        let line: Int
    }

    private static let closing: [Substring: Substring] = ["{": "}", "(": ")", "[": "]"]

    /// What is wrong so far, a sentence each.
    private(set) var problems: [String] = []
    private var open: [Open] = []
    /// Whether a definition has begun and its fields have not ended.
    private var isInside = false
    private var hasQuery = false
    /// After the first bracket in the wrong place, others only follow from it.
    private var isBroken = false

    /// Takes the next token.
    mutating func take(_ token: QueryLexer.Token) {
        if open.isEmpty, !isInside { begin(token) }
        guard token.kind == .sign, !isBroken else { return }
        if Self.closing[token.text] != nil {
            open.append(Open(sign: token.text, line: token.line))
        } else if Self.closing.values.contains(token.text) {
            close(token)
        }
    }

    /// The query is over.
    mutating func end() {
        if let last = open.last, !isBroken {
            problems.append("Line \(last.line) of the query: '\(last.sign)' is never closed.")
        } else if isInside, !isBroken {
            problems.append("The query ends before its fields: they are due in braces, {...}.")
        }
        if !hasQuery, problems.isEmpty {
            problems.append("The query asks for nothing: it needs fields, as in query { ... }.")
        }
    }

    /// A definition begins.
    private mutating func begin(_ token: QueryLexer.Token) {
        isInside = true
        switch token.text {
        case "{", "query": hasQuery = true
        case "fragment": break
        case "mutation", "subscription":
            hasQuery = true
            problems.append(
                "Line \(token.line) of the query: Data Kiosk answers queries only, no \(token.text). Begin with 'query'."
            )
        default:
            // A closing bracket too many has a message of its own.
            guard !Self.closing.values.contains(token.text), !isBroken else { return }
            hasQuery = true
            problems.append(
                "Line \(token.line) of the query: 'query' or '{' is due, not '\(token.text.prefix(30))'.")
        }
    }

    private mutating func close(_ token: QueryLexer.Token) {
        guard let last = open.popLast() else {
            isBroken = true
            problems.append("Line \(token.line) of the query: '\(token.text)' closes nothing.")
            return
        }
        guard Self.closing[last.sign] == token.text else {
            isBroken = true
            problems.append(
                "Line \(token.line) of the query: '\(token.text)' stands where the '\(last.sign)' of line \(last.line) must be "
                    + "closed.")
            return
        }
        if open.isEmpty, token.text == "}" { isInside = false }
    }
}
