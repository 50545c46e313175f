import JobModel
import OperationCatalogue

/// The options of a `report` job.
struct ReportOptions: ProcessingOptions, Hashable {
    /// Marketplaces as they were given, or their ids once they have been checked.
    var marketplaces: [String] = []
    /// The beginning of the data.
    var from: Timestamp?
    /// The end of the data.
    var to: Timestamp?
    /// What the type asks for.
    var reportOptions: [String: String] = [:]
    /// A like report that Amazon made within so long will do.
    var reuse: Duration?
    /// Ended jobs count for the unique key for so long.
    var uniqueFor: Duration?
    /// The longest that one run may take.
    var timeout: Duration?
    /// Whether the job fails when there is no data.
    var emptyFails = false
    /// How the document becomes the output.
    var document = DocumentOptions()
    /// How long the pauses between attempts are.
    var retry = RetryOptions()

    private static let names = DocumentOptions.names.union(RetryOptions.names).union([
        "marketplaces", "from", "to", "reportOptions", "reuse", "uniqueFor", "timeout", "emptyFails",
    ])

    init() {}

    /// Reads a JSON object and adds what is wrong with it to `problems`.
    init(parsing text: String, problems: inout [String]) {
        for option in OptionValue.all(in: text, &problems) {
            if document.read(option, &problems) || retry.read(option, &problems) { continue }
            switch option.name {
            case "marketplaces":
                marketplaces = option.texts("a list of marketplaces, as [\"DE\", \"FR\"]", &problems)
            case "from": from = option.instant(&problems)
            case "to": to = option.instant(&problems)
            case "reportOptions":
                reportOptions = option.textsByName("an object of texts, as {\"reportPeriod\": \"WEEK\"}", &problems)
            case "reuse": reuse = option.duration(&problems)
            case "uniqueFor": uniqueFor = option.duration(&problems)
            case "timeout": timeout = option.duration(&problems)
            case "emptyFails": emptyFails = option.flag(&problems) ?? false
            default: problems.append(Self.unknown(option.name))
            }
        }
        if let conflict = document.conflict { problems.append(conflict) }
    }

    private static func unknown(_ name: String) -> String {
        let near = NearestNames(to: name).nearest(among: names)
        let hint =
            near.first.map { "Did you mean '\($0)'?" } ?? "There are \(names.sorted().joined(separator: ", "))."
        return "Reports have no option '\(name.prefix(60))'. \(hint)"
    }

    /// The options as they are stored with the job.
    var text: String { JSONValue.object(members).text }

    private var members: [String: JSONValue] {
        var members = document.members.merging(retry.members) { $1 }
        if !marketplaces.isEmpty { members["marketplaces"] = .array(marketplaces.map { .string($0) }) }
        members["from"] = from.map { .string($0.iso8601) }
        members["to"] = to.map { .string($0.iso8601) }
        if !reportOptions.isEmpty { members["reportOptions"] = .object(reportOptions.mapValues { .string($0) }) }
        members["reuse"] = reuse.map(Self.text)
        members["uniqueFor"] = uniqueFor.map(Self.text)
        members["timeout"] = timeout.map(Self.text)
        members["emptyFails"] = emptyFails ? true : nil
        return members
    }

    private static func text(_ duration: Duration) -> JSONValue { .string("\(duration.microseconds / 1000)ms") }

    /// The body that asks for such a report.
    func order(of type: String) -> JSONValue {
        var order: [String: JSONValue] = [
            "reportType": .string(type), "marketplaceIds": .array(marketplaces.map { .string($0) }),
        ]
        order["dataStartTime"] = from.map { .string($0.iso8601) }
        order["dataEndTime"] = to.map { .string($0.iso8601) }
        if !reportOptions.isEmpty { order["reportOptions"] = .object(reportOptions.mapValues { .string($0) }) }
        return .object(order)
    }
}
