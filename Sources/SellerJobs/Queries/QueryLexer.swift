import JobModel

/// Cuts GraphQL into tokens, and leaves out what means nothing: white space, comments and a byte order mark.
struct QueryLexer {
    /// One token.
    struct Token: Hashable {
        enum Kind: Hashable {
            /// A name, a number or a keyword.
            case word
            /// A text in quotation marks, or in three.
            case text
            /// A single sign, or the three dots.
            case sign
        }

        let kind: Kind
        let text: Substring
        /// Where it begins, from 1.
        let line: Int
    }

    private var rest: Substring.UnicodeScalarView
    private var line = 1

    init(_ source: String) {
        rest = source[...].unicodeScalars
    }

    /// The next token, `nil` at the end.
    ///
    /// - Throws: `JobRejection` for a text that has no end.
    mutating func next() throws(JobRejection) -> Token? {
        skipNothing()
        guard let first = rest.first else { return nil }
        let start = rest
        let startLine = line
        let kind: Token.Kind
        if first == "\"" {
            try skipText()
            kind = .text
        } else if Self.isWord(first) {
            // The sign and the point of a number belong to it; three dots do not.
            while let scalar = rest.first,
                Self.isWord(scalar) || (scalar == "." && !rest.starts(with: "...".unicodeScalars))
            {
                rest.removeFirst()
            }
            kind = .word
        } else {
            let length = rest.starts(with: "...".unicodeScalars) ? 3 : 1
            rest.removeFirst(length)
            kind = .sign
        }
        return Token(kind: kind, text: Substring(start[start.startIndex..<rest.startIndex]), line: startLine)
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-", "+": true
        // No other letters are allowed outside texts, but Amazon is to say so.
        default: !scalar.isASCII
        }
    }

    private mutating func skipNothing() {
        while let scalar = rest.first {
            switch scalar {
            case "\n", "\r": newline()
            case " ", "\t", "\u{FEFF}": rest.removeFirst()
            case "#": while let scalar = rest.first, scalar != "\n", scalar != "\r" { rest.removeFirst() }
            default: return
            }
        }
    }

    /// Skips a line's end: LF, CR, or both.
    private mutating func newline() {
        let isReturn = rest.first == "\r"
        rest.removeFirst()
        if isReturn, rest.first == "\n" { rest.removeFirst() }
        line += 1
    }

    private mutating func skipText() throws(JobRejection) {
        let start = line
        if rest.starts(with: "\"\"\"".unicodeScalars) {
            rest.removeFirst(3)
            try skipBlock(start)
            return
        }
        rest.removeFirst()
        while let scalar = rest.first, scalar != "\n", scalar != "\r" {
            rest.removeFirst()
            if scalar == "\"" { return }
            if scalar == "\\", let escaped = rest.first, escaped != "\n", escaped != "\r" { rest.removeFirst() }
        }
        throw JobRejection("Line \(start) of the query: a text lacks its closing quotation mark.")
    }

    /// Skips the rest of a text in three quotation marks, where only `\"""` means something else.
    private mutating func skipBlock(_ start: Int) throws(JobRejection) {
        while let scalar = rest.first {
            if rest.starts(with: "\"\"\"".unicodeScalars) {
                rest.removeFirst(3)
                return
            }
            if rest.starts(with: "\\\"\"\"".unicodeScalars) {
                rest.removeFirst(4)
            } else if scalar == "\n" || scalar == "\r" {
                newline()
            } else {
                rest.removeFirst()
            }
        }
        throw JobRejection("Line \(start) of the query: a text lacks its three closing quotation marks.")
    }
}
