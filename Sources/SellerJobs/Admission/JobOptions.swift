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
    /// How long the pauses between attempts are.
    var retry = RetryOptions()

    init() {}

    /// Reads a JSON object and adds what is wrong with it to `problems`.
    init(parsing text: String, problems: inout [String]) {
        for option in OptionValue.all(in: text, &problems) where !retry.read(option, &problems) {
            switch option.name {
            case "file": file = option.text("a path in quotes", &problems)
            case "uniqueFor": uniqueFor = option.duration(&problems)
            case "timeout": timeout = option.duration(&problems)
            case "allPages": allPages = option.flag(&problems) ?? false
            case "dataElements": dataElements = Self.dataElements(option.value, &problems)
            default: problems.append(OptionNames.refusal(of: option.name, kind: "request"))
            }
        }
    }

    private static func dataElements(_ value: JSONValue, _ problems: inout [String]) -> [String] {
        let known = DataElements.all.map { "\"\($0)\"" }.joined(separator: ", ")
        guard case .array(let items) = value, case let texts = items.compactMap(\.string), texts.count == items.count
        else {
            problems.append("The option 'dataElements' must be a list of \(known).")
            return []
        }
        for text in texts where !DataElements.all.contains(text) {
            problems.append("There is no data element '\(text.prefix(60))'. There are \(known).")
        }
        return Set(texts).intersection(DataElements.all).sorted()
    }

    /// The options as they are stored with the job.
    var text: String {
        var members = retry.members
        if allPages { members["allPages"] = .bool(true) }
        if !dataElements.isEmpty { members["dataElements"] = .array(dataElements.map { .string($0) }) }
        if let file { members["file"] = .string(file) }
        if let timeout { members["timeout"] = .string("\(timeout.microseconds / 1000)ms") }
        if let uniqueFor { members["uniqueFor"] = .string("\(uniqueFor.microseconds / 1000)ms") }
        return members.isEmpty ? "{}" : JSONValue.object(members).text
    }
}
