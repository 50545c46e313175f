/// Help and usage errors, as the parser writes them, made easier to read.
enum ParserText {
    /// The flags of `GlobalOptions` as a usage line repeats them for every command.
    private static let global =
        " [--config <file>] [--database <location>] [--json] [--log-level <level>] [--log-format <format>] "
        + "[--allow-literal-secrets] [--insecure-files]"

    /// The text with short usage lines, with errors that begin as all errors here do, and without empty lines at its end.
    static func tidy(_ text: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { usage(String($0)) }
        if let first = lines.first, first.hasPrefix("Error: ") { lines[0] = "error: " + first.dropFirst(7) }
        while lines.last?.isEmpty ?? false { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    private static func usage(_ line: String) -> String {
        guard line.lowercased().hasPrefix("usage: ") else { return line }
        let short = line.replacing(global, with: " [<options>]")
        // The parser leaves the brackets out where there are too many to name; they need not be given all the same.
        return short.hasSuffix(" <options>") ? short.dropLast("<options>".count) + "[<options>]" : short
    }
}
