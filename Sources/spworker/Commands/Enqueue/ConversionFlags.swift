import ArgumentParser
import OperationCatalogue

/// What a document becomes that is a table: only reports are.
struct ConversionFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Turn a table into NDJSON, an object a line, or into CSV with correct quoting.", valueName: "ndjson|csv"))
    var convert: String?

    mutating func validate() throws {
        if let convert, !["ndjson", "csv"].contains(convert) {
            throw ValidationError("--convert is ndjson or csv, not '\(convert)'.")
        }
    }

    /// The flags as options of a job.
    var options: [String: JSONValue] { convert.map { ["convert": .string($0)] } ?? [:] }
}
