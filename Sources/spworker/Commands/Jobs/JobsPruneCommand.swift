import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// `spworker jobs prune`.
struct JobsPruneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune", abstract: "Delete jobs that have ended, before 'retention' does.",
        discussion: """
            Deletes what the queue knows of them; result files stay for 'retention.outputs'. Jobs that wait, run or \
            are in quarantine stay.

            Example: spworker jobs prune --state failed --older-than 7d
            """)

    /// The states whose jobs may be deleted.
    private static let prunable: [JobState] = [.succeeded, .failed, .cancelled]

    @Option(help: ArgumentHelp("Only jobs that ended longer ago than this, for example 7d.", valueName: "age"))
    var olderThan: String?

    @Option(
        help: ArgumentHelp(
            "Only jobs in this state: succeeded, failed or cancelled; all three when left out. Repeat it, or separate "
                + "several by commas.", valueName: "state"))
    var state: [String] = []

    @Flag(help: "Do not ask.")
    var yes = false

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        _ = try states()
        if let olderThan, Duration(text: olderThan) == nil {
            throw ValidationError("--older-than '\(olderThan.plain)' is not an age such as 30s, 5m, 6h or 7d.")
        }
    }

    /// The states that were named, or all that may be.
    func states() throws -> Set<JobState> {
        var states: Set<JobState> = []
        for word in state.flatMap({ $0.split(separator: ",") }) {
            let word = word.filter { $0 != " " }.lowercased()
            guard let state = JobState(word: word), Self.prunable.contains(state) else {
                throw ValidationError(
                    JobState(word: word) == nil
                        ? "--state '\(word.plain)' is none of succeeded, failed, cancelled."
                        : "Jobs that are \(word) are not deleted: cancel them first ('spworker jobs cancel').")
            }
            states.insert(state)
        }
        return states.isEmpty ? Set(Self.prunable) : states
    }

    func run() async throws {
        let states = try states()
        let age = olderThan.flatMap { Duration(text: $0) } ?? .zero
        try await QueueSession.run(global) { session in
            let counts = try await session.store.counts()
            let candidates = states.reduce(0) { $0 + (counts[$1] ?? 0) }
            var deleted = 0
            if candidates > 0 {
                try await Confirmation.require(question(candidates, states), yes: yes)
                deleted = try await session.store.prune(Retention(endedIn: states, longerAgoThan: age))
            }
            if session.console.isJSON {
                session.console.json(.object(["deleted": .integer(Int64(deleted))]))
            } else {
                session.console.line(
                    deleted > 0 ? "\(counted(deleted, "job")) deleted." : "No jobs match; nothing was deleted.")
            }
        }
    }

    private func question(_ candidates: Int, _ states: Set<JobState>) -> String {
        let words = Self.prunable.filter(states.contains).map(\.word).joined(separator: ", ")
        let all = "\(counted(candidates, "job")) (\(words))"
        return olderThan.map { "Delete those of \(all) that ended more than \($0.plain) ago?" } ?? "Delete \(all)?"
    }
}
