import JobModel
import OperationCatalogue

/// The options of a `query` job.
struct QueryOptions: ProcessingOptions, Hashable {
    /// A file that holds the query.
    var file: String?
    /// Ended jobs count for the unique key for so long.
    var uniqueFor: Duration?
    /// The longest that one run may take.
    var timeout: Duration?
    /// How the answer's document becomes a file.
    var document = DocumentOptions()
    /// How long the pauses between attempts are.
    var retry = RetryOptions()

    init() {}

    /// Reads a JSON object and adds what is wrong with it to `problems`.
    init(parsing text: String, problems: inout [String]) {
        for option in OptionValue.all(in: text, &problems) {
            if document.read(option, &problems) || retry.read(option, &problems) { continue }
            switch option.name {
            case "file": file = option.text("a path in quotes", &problems)
            case "timeout": timeout = option.duration(&problems)
            case "uniqueFor": uniqueFor = option.duration(&problems)
            default: problems.append(OptionNames.refusal(of: option.name, kind: "query"))
            }
        }
        if let conflict = document.conflict { problems.append(conflict) }
        if document.convert != nil {
            problems.append(
                "The option 'convert' has no meaning with queries, whose answer is NDJSON already: leave it out.")
        }
    }

    /// The options as they are stored with the job.
    var text: String {
        var members = document.members.merging(retry.members) { $1 }
        members["file"] = file.map { .string($0) }
        members["timeout"] = timeout.map { .string("\($0.microseconds / 1000)ms") }
        members["uniqueFor"] = uniqueFor.map { .string("\($0.microseconds / 1000)ms") }
        return JSONValue.object(members).text
    }
}
