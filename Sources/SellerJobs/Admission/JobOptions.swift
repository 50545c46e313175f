import JobModel
import OperationCatalogue
import SellingPartner

/// The options of a `request` job.
struct JobOptions: Sendable, Hashable {
    /// A file whose content is the body.
    var file: String?
    /// Ended jobs count for the unique key for so long.
    var uniqueFor: Duration?
    /// The longest that one run may take.
    var timeout: Duration?
    /// Whether the pages after the first are read too.
    var allPages = false
    /// The personal data to ask for, in alphabetical order.
    var dataElements: [String] = []

    init() {}

    /// Reads a JSON object and adds what is wrong with it to `problems`.
    init(parsing text: String, problems: inout [String]) {
        var reader = OptionReader(text, kind: "request")
        allPages = reader.flag("allPages")
        dataElements = Self.dataElements(&reader)
        file = reader.text("file", "a path in quotes")
        timeout = reader.duration("timeout")
        uniqueFor = reader.duration("uniqueFor")
        problems += reader.problems
    }

    private static func dataElements(_ reader: inout OptionReader) -> [String] {
        let known = DataElements.all.map { "\"\($0)\"" }.joined(separator: ", ")
        let texts = reader.texts("dataElements", "of \(known)") ?? []
        for text in texts where !DataElements.all.contains(text) {
            reader.complain("There is no data element '\(text.prefix(60))'. There are \(known).")
        }
        return Set(texts).intersection(DataElements.all).sorted()
    }

    /// The options as they are stored with the job.
    var text: String {
        var writer = OptionWriter()
        writer.add("allPages", allPages)
        writer.add("dataElements", dataElements)
        writer.add("file", file)
        writer.add("timeout", timeout)
        writer.add("uniqueFor", uniqueFor)
        return writer.text
    }
}
