import JobModel
import JobStore
import OperationCatalogue

/// How far a job is that goes several steps with Amazon: a report, a feed, a query. Read from its progress.
struct JobSteps: Sendable, Hashable {
    /// A step that has been made.
    struct Step: Sendable, Hashable {
        /// What was done, in words.
        let words: String
        /// When.
        let at: Timestamp?
        /// Amazon's id of what came of it.
        let id: String?
        /// The id of the call, which Amazon's support asks for.
        let requestID: String?
    }

    /// The kinds whose jobs go in steps.
    static let kinds: Set<String> = ["report", "feed", "query"]

    /// The latest step in words.
    let current: String?
    /// All of them, oldest first.
    let steps: [Step]
    /// What else the progress tells, a fact each.
    let facts: [String]
    /// Whether Amazon had nothing to give.
    let isEmpty: Bool
    /// How much of a feed Amazon did not take, in words: `1 of 3 messages refused`; `nil` where it took all.
    let shortfall: String?

    /// Reads the progress of a job; `nil` when it is none of steps.
    init?(_ record: JobRecord) {
        guard Self.kinds.contains(record.row.kind) else { return nil }
        self.init(progress: record.row.progress)
    }

    /// Reads a progress.
    init?(progress: String?) {
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

    /// The steps as a table.
    ///
    /// - Parameter start: When the job was put in, from which the first step is measured.
    func table(since start: Timestamp) -> Table {
        var table = Table([("STEP", .left), ("AT", .left), ("AFTER", .right), ("ID", .left), ("REQUEST ID", .left)])
        var last = start
        for step in steps {
            table.add([
                step.words.plain, step.at?.iso8601 ?? "-", step.at.map { Self.took($0 - last) } ?? "-",
                step.id?.plain ?? "-", step.requestID?.plain ?? "-",
            ])
            last = step.at ?? last
        }
        return table
    }

    private static func took(_ duration: Duration) -> String {
        duration < .seconds(10) ? "\(max(0, duration.microseconds) / 1000) ms" : duration.rough
    }
}

extension JobRecord {
    /// What the job asks for: an operation, a report or feed type; for a query, which has none, its kind.
    var operationText: String { row.operation.isEmpty ? row.kind : row.operation.plain }

    /// Whether it succeeded without a file because Amazon had nothing to give.
    var isEmpty: Bool { row.state == .succeeded && row.result?.bytes == 0 && JobSteps(self)?.isEmpty == true }

    /// How much of its feed Amazon did not take although the job succeeded, in words; `nil` where it took all.
    var shortfall: String? { row.state == .succeeded ? JobSteps(self)?.shortfall : nil }
}
