import JobModel

/// The options of a `query` job.
struct QueryOptions: Sendable, Hashable {
    /// A file that holds the query.
    var file: String?
    /// Ended jobs count for the unique key for so long.
    var uniqueFor: Duration?
    /// The longest that one run may take.
    var timeout: Duration?
    /// How the answer's document becomes a file.
    var document = DocumentOptions()

    init() {}

    /// Reads a JSON object and adds what is wrong with it to `problems`.
    init(parsing text: String, problems: inout [String]) {
        var reader = OptionReader(text, kind: "query")
        document = DocumentOptions(&reader)
        file = reader.text("file", "a path in quotes")
        timeout = reader.duration("timeout")
        uniqueFor = reader.duration("uniqueFor")
        problems += reader.problems
    }

    /// The options as they are stored with the job.
    var text: String {
        var writer = OptionWriter()
        document.add(to: &writer)
        writer.add("file", file)
        writer.add("timeout", timeout)
        writer.add("uniqueFor", uniqueFor)
        return writer.text
    }
}
