import ArgumentParser
import OperationCatalogue

/// How a document that Amazon gives out becomes a file.
struct DocumentFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The document's charset, where Amazon says it wrongly, for example windows-1252.", valueName: "name"))
    var charset: String?

    @Option(
        help: ArgumentHelp(
            "What becomes of bytes that are no text in the charset: strict fails, replace writes U+FFFD for them. "
                + "(default: strict)", valueName: "strict|replace"))
    var malformed: String?

    @Option(
        help: ArgumentHelp(
            "What the file is written in: utf-8, or raw for the bytes as they are, only uncompressed. (default: utf-8)",
            valueName: "utf-8|raw"))
    var encoding: String?

    mutating func validate() throws {
        for (flag, value, words) in [
            ("--malformed", malformed, ["strict", "replace"]), ("--encoding", encoding, ["utf-8", "raw"]),
        ] {
            if let value, !words.contains(value) {
                throw ValidationError("\(flag) is \(words.joined(separator: " or ")), not '\(value)'.")
            }
        }
    }

    /// The flags as options of a job.
    var options: [String: JSONValue] {
        [("charset", charset), ("malformed", malformed), ("encoding", encoding)]
            .reduce(into: [:]) { options, flag in options[flag.0] = flag.1.map { .string($0) } }
    }
}
