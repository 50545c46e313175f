/// Splits a command line as a shell splits it, and does nothing else that a shell does.
///
/// Blanks divide. In single quotes everything is literal; in double quotes `\` protects `"`, `\`, `$` and a backtick;
/// outside quotes it protects the next character.
package enum ArgumentSplitter {
    /// The arguments of `line`; `nil` when a quote is not closed or the line ends in a `\`.
    package static func split(_ line: String) -> [String]? {
        var arguments: [String] = []
        var current: String?
        var quote: Character?
        var characters = line.makeIterator()
        while let character = characters.next() {
            switch (quote, character) {
            case ("'", "'"), ("\"", "\""):
                quote = nil
            case ("'", _):
                current = (current ?? "") + String(character)
            case ("\"", "\\"):
                guard let next = characters.next() else { return nil }
                current = (current ?? "") + ("\"\\$`".contains(next) ? "" : "\\") + String(next)
            case (nil, "'"), (nil, "\""):
                quote = character
                current = current ?? ""
            case (nil, "\\"):
                guard let next = characters.next() else { return nil }
                current = (current ?? "") + String(next)
            case (nil, _) where character.isWhitespace:
                if let argument = current { arguments.append(argument) }
                current = nil
            default:
                current = (current ?? "") + String(character)
            }
        }
        guard quote == nil else { return nil }
        if let argument = current { arguments.append(argument) }
        return arguments
    }
}
