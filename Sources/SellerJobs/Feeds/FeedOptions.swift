import JobModel
import OperationCatalogue

/// The options of a `feed` job.
struct FeedOptions: ProcessingOptions, Hashable {
    /// A file whose content is sent.
    var file: String?
    /// Which messages of the file are sent; `nil` where its content is sent as it is.
    var messages: ListingsSlice?
    /// What the content is, with its charset. `nil` is what the type asks for.
    var contentType: String?
    /// What the type asks for beside the content.
    var feedOptions: [String: String] = [:]
    /// The stores, by id or country; by id once they have been checked. None is all of the seller's.
    var marketplaces: [String] = []
    /// Ended jobs count for the unique key for so long.
    var uniqueFor: Duration?
    /// The longest that one run may take.
    var timeout: Duration?
    /// How the document with the results becomes a file.
    var document = DocumentOptions()
    /// How long the pauses between attempts are.
    var retry = RetryOptions()

    init() {}

    /// Reads a JSON object and adds what is wrong with it to `problems`.
    init(parsing text: String, problems: inout [String]) {
        for option in OptionValue.all(in: text, &problems) {
            if document.read(option, &problems) || retry.read(option, &problems) { continue }
            switch option.name {
            case "contentType": contentType = Self.mediaType(option, &problems)
            case "feedOptions":
                feedOptions = option.textsByName("an object of texts, as {\"OrderId\": \"1\"}", &problems)
            case "file": file = option.text("a path in quotes", &problems)
            case "marketplaces":
                marketplaces = option.texts("a list of marketplaces, as [\"DE\", \"FR\"]", &problems)
            case "messages":
                messages = ListingsSlice(option.value)
                if messages == nil {
                    problems.append(
                        "The option 'messages' is what 'spworker enqueue feed --messages' makes of it: enqueue with that."
                    )
                }
            case "timeout": timeout = option.duration(&problems)
            case "uniqueFor": uniqueFor = option.duration(&problems)
            default: problems.append(OptionNames.refusal(of: option.name, kind: "feed"))
            }
        }
        if let conflict = document.conflict { problems.append(conflict) }
        if document.convert != nil {
            problems.append("The option 'convert' has no meaning with feeds, whose results are no table: leave it out.")
        }
    }

    private static func mediaType(_ option: OptionValue, _ problems: inout [String]) -> String? {
        guard let text = option.text("a media type in quotes, as \"text/xml; charset=UTF-8\"", &problems) else {
            return nil
        }
        if !isMediaType(text) {
            problems.append(
                "The content type '\(text.prefix(60))' is no media type. Write it as in text/xml; charset=UTF-8.")
        }
        return text
    }

    /// `type/subtype` with what may follow a semicolon, in printable ASCII: it becomes a header field.
    private static func isMediaType(_ text: String) -> Bool {
        let name = text.prefix { $0 != ";" }.split(separator: "/", omittingEmptySubsequences: false)
        return text.utf8.count <= 200 && text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && name.count == 2
            && name.allSatisfy { !$0.isEmpty && !$0.hasPrefix(" ") }
    }

    /// The options as they are stored with the job.
    var text: String {
        var members = document.members.merging(retry.members) { $1 }
        members["contentType"] = contentType.map { .string($0) }
        if !feedOptions.isEmpty { members["feedOptions"] = .object(feedOptions.mapValues { .string($0) }) }
        members["file"] = file.map { .string($0) }
        if !marketplaces.isEmpty { members["marketplaces"] = .array(marketplaces.map { .string($0) }) }
        members["messages"] = messages?.json
        members["timeout"] = timeout.map { .string("\($0.microseconds / 1000)ms") }
        members["uniqueFor"] = uniqueFor.map { .string("\($0.microseconds / 1000)ms") }
        return JSONValue.object(members).text
    }
}
