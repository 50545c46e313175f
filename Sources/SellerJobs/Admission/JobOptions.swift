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

    /// Every option that any kind of job knows; what is not here is a slip of the pen.
    private static let all: Set<String> = [
        "file", "allPages", "dataElements", "marketplaces", "from", "to", "reportOptions", "reuse", "uniqueFor",
        "timeout",
    ]

    /// Reads a JSON object and adds what is wrong with it to `problems`.
    init(parsing text: String, problems: inout [String]) {
        guard let value = try? JSONReader.value(of: Array(text.utf8)), case .object(let members) = value else {
            problems.append("The options must be a JSON object, for example {\"timeout\": \"5m\"}.")
            return
        }
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            switch name {
            case "file":
                file = value.string
                if file == nil { problems.append("The option 'file' must be a path in quotes.") }
            case "uniqueFor": uniqueFor = Self.duration(value, name, &problems)
            case "timeout": timeout = Self.duration(value, name, &problems)
            case "allPages":
                if case .bool(let flag) = value {
                    allPages = flag
                } else {
                    problems.append("The option 'allPages' must be true or false.")
                }
            case "dataElements": dataElements = Self.dataElements(value, &problems)
            case _ where Self.all.contains(name):
                problems.append("The option '\(name)' does not belong to requests.")
            default:
                let near = NearestNames(to: name).nearest(among: Self.all)
                let hint = near.first.map { " Did you mean '\($0)'?" } ?? ""
                problems.append("There is no option '\(name)'.\(hint)")
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

    private static func duration(_ value: JSONValue, _ name: String, _ problems: inout [String]) -> Duration? {
        if let text = value.string, let duration = Duration(text: text), duration > .zero { return duration }
        problems.append("The option '\(name)' must be a duration above zero such as \"30s\", \"5m\" or \"6h\".")
        return nil
    }

    /// The options as they are stored with the job.
    var text: String {
        var members: [String: JSONValue] = [:]
        if allPages { members["allPages"] = .bool(true) }
        if !dataElements.isEmpty { members["dataElements"] = .array(dataElements.map { .string($0) }) }
        if let file { members["file"] = .string(file) }
        if let timeout { members["timeout"] = .string("\(timeout.microseconds / 1000)ms") }
        if let uniqueFor { members["uniqueFor"] = .string("\(uniqueFor.microseconds / 1000)ms") }
        return members.isEmpty ? "{}" : JSONValue.object(members).text
    }
}
