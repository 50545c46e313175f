package import JobModel
package import JobStore
import OperationCatalogue

/// How far a job is that goes several steps with Amazon: a report, a feed, a query. Read from its progress.
package struct JobSteps: Sendable, Hashable {
    /// A step that has been made.
    package struct Step: Sendable, Hashable {
        /// What was done, in words.
        package let words: String
        /// When.
        package let at: Timestamp?
        /// Amazon's id of what came of it.
        package let id: String?
        /// The id of the call, which Amazon's support asks for.
        package let requestID: String?
    }

    /// The kinds whose jobs go in steps.
    package static let kinds: Set<String> = ["report", "feed", "query"]

    /// The latest step in words.
    package let current: String?
    /// All of them, oldest first.
    package let steps: [Step]
    /// What else the progress tells, a fact each.
    package let facts: [String]
    /// Whether Amazon had nothing to give.
    package let isEmpty: Bool
    /// How much of a feed Amazon did not take, in words: `1 of 3 messages refused`; `nil` where it took all.
    package let shortfall: String?

    /// Reads the progress of a job; `nil` when it is none of steps.
    package init?(_ record: JobRecord) {
        guard Self.kinds.contains(record.row.kind) else { return nil }
        self.init(progress: record.row.progress)
    }

    /// Reads a progress.
    package init?(progress: String?) {
        guard let progress, let value = try? JSONReader.value(of: Array(progress.utf8)),
            case .object(let members) = value,
            members["step"]?.string != nil || members["steps"] != nil
        else { return nil }
        var steps: [Step] = []
        if case .array(let items)? = members["steps"] { steps = items.compactMap(Self.step) }
        current = members["step"]?.string.map(Self.words) ?? steps.last?.words
        self.steps = steps
        isEmpty = members["empty"] == true
        shortfall = Self.shortfall(errors: members["errors"], of: members["processed"])
        facts = members.sorted { $0.key < $1.key }.filter { !["step", "steps", "empty"].contains($0.key) }
            .flatMap { name, value -> [String] in
                if case .array(let items) = value {
                    return items.compactMap(\.string).map { "\(FlatObject.words(of: name)): \($0)" }
                }
                return FlatObject.part(name, value).map { $0.isEmpty ? [] : [$0] } ?? []
            }
    }

    private static func shortfall(errors: JSONValue?, of processed: JSONValue?) -> String? {
        guard case .integer(let errors)? = errors, errors > 0 else { return nil }
        // Of some feeds it is not known how many messages have errors, but how many errors there are.
        guard case .integer(let processed)? = processed, errors <= processed else {
            return counted(Int(errors), "error")
        }
        return "\(errors) of \(counted(Int(processed), "message")) refused"
    }

    private static func step(_ value: JSONValue) -> Step? {
        guard let name = value["step"]?.string else { return nil }
        return Step(
            words: words(name), at: value["at"]?.string.flatMap { Timestamp(iso8601: $0) }, id: value["id"]?.string,
            requestID: value["requestId"]?.string)
    }

    /// A step's name in words.
    private static func words(_ name: String) -> String {
        switch name {
        case "joined": "found at Amazon"
        case "queued": "in Amazon's queue"
        case "cancelled": "cancelled by Amazon"
        case "fatal": "failed at Amazon"
        case "document": "document ready"
        default: FlatObject.words(of: name)
        }
    }
}
