import JobModel

/// The options of a `feed` job.
struct FeedOptions: Sendable, Hashable {
    /// A file whose content is sent.
    var file: String?
    /// What the content is, with its charset. `nil` is what the type asks for.
    var contentType: String?
    /// What the type asks for beside the content.
    var feedOptions: [String: String] = [:]
    /// The stores, by id or country. `nil` is all of the seller's.
    var marketplaces: [String]?
    /// Ended jobs count for the unique key for so long.
    var uniqueFor: Duration?
    /// The longest that one run may take.
    var timeout: Duration?
    /// How the document with the results becomes a file.
    var document = DocumentOptions()

    init() {}

    /// Reads a JSON object and adds what is wrong with it to `problems`.
    init(parsing text: String, problems: inout [String]) {
        var reader = OptionReader(text, kind: "feed")
        contentType = reader.text("contentType", "a media type in quotes, for example \"text/xml; charset=UTF-8\"")
        if let contentType, !Self.isMediaType(contentType) {
            reader.complain(
                "The content type '\(contentType.prefix(60))' is no media type. Write it as in text/xml; charset=UTF-8."
            )
        }
        document = DocumentOptions(&reader)
        feedOptions = reader.textsByName("feedOptions") ?? [:]
        file = reader.text("file", "a path in quotes")
        marketplaces = reader.texts("marketplaces", "of countries or marketplace ids, for example [\"DE\", \"FR\"]")
        timeout = reader.duration("timeout")
        uniqueFor = reader.duration("uniqueFor")
        problems += reader.problems
    }

    /// `type/subtype` with what may follow a semicolon, in printable ASCII: it becomes a header field.
    private static func isMediaType(_ text: String) -> Bool {
        let name = text.prefix { $0 != ";" }.split(separator: "/", omittingEmptySubsequences: false)
        return text.utf8.count <= 200 && text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && name.count == 2
            && name.allSatisfy { !$0.isEmpty && !$0.hasPrefix(" ") }
    }

    /// The options as they are stored with the job.
    var text: String {
        var writer = OptionWriter()
        writer.add("contentType", contentType)
        document.add(to: &writer)
        writer.add("feedOptions", feedOptions)
        writer.add("file", file)
        writer.add("marketplaces", marketplaces ?? [])
        writer.add("timeout", timeout)
        writer.add("uniqueFor", uniqueFor)
        return writer.text
    }
}
