import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue

/// Flags that choose jobs by what they are.
struct JobSelection: ParsableArguments {
    @Option(help: ArgumentHelp("Only this seller's jobs.", valueName: "id"))
    var seller: String?

    @Option(
        help: ArgumentHelp(
            "Only jobs in this state: waiting, running, succeeded, failed, cancelled or quarantined. Repeat it, or separate "
                + "several by commas.", valueName: "state"))
    var state: [String] = []

    @Option(help: ArgumentHelp("Only jobs of this kind, for example request.", valueName: "kind"))
    var kind: String?

    @Option(help: ArgumentHelp("Only jobs of this operation or report or feed type.", valueName: "operation"))
    var operation: String?

    @Option(help: ArgumentHelp("Only jobs that were put in longer ago than this, for example 1h.", valueName: "age"))
    var older: String?

    @Option(help: ArgumentHelp("Only jobs that were put in within this time, for example 1h.", valueName: "age"))
    var newer: String?

    mutating func validate() throws {
        _ = try states()
        for (flag, value) in [("--older", older), ("--newer", newer)] {
            if let value, Duration(text: value) == nil {
                throw ValidationError("\(flag) '\(value)' is not an age such as 30s, 5m, 6h or 1d.")
            }
        }
    }

    /// Whether nothing was chosen.
    var isEmpty: Bool {
        seller == nil && state.isEmpty && kind == nil && operation == nil && older == nil && newer == nil
    }

    /// The states that were named.
    func states() throws -> Set<JobState> {
        var states: Set<JobState> = []
        for word in state.flatMap({ $0.split(separator: ",") }) {
            let word = word.filter { $0 != " " }.lowercased()
            guard let state = JobState(word: word) else {
                let isLabel = JobLabel(rawValue: word) != nil
                let words = JobState.allCases.map(\.word).joined(separator: ", ")
                throw ValidationError(
                    isLabel
                        ? "'\(word)' is a label of waiting jobs, not a state: say --label \(word)."
                        : "--state '\(word)' is none of \(words).")
            }
            states.insert(state)
        }
        return states
    }

    /// The selection as the store understands it.
    func filter(now: Timestamp, before: JobID? = nil, limit: Int) throws -> JobFilter {
        JobFilter(
            states: try states(), seller: seller, kind: kind, operation: operation.map(Self.fullName),
            createdBefore: older.flatMap { Duration(text: $0) }.map { now - $0 },
            createdAfter: newer.flatMap { Duration(text: $0) }.map { now - $0 }, beforeID: before, limit: limit)
    }

    /// Jobs carry the operation's full name; users may leave family and version out.
    private static func fullName(_ name: String) -> String {
        (try? OperationCatalogue.builtIn.operation(named: name))?.name ?? name
    }
}
