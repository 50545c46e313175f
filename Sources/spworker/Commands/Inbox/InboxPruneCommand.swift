import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// `spworker inbox prune`.
struct InboxPruneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune", abstract: "Delete settled rows: accepted, duplicate and rejected ones.",
        discussion: """
            The worker does this by itself after retention.inbox, which is the age when none is given. Rows that wait \
            for the worker stay, and so do the jobs that rows have become.

            Example: spworker inbox prune --older-than 1d
            """)

    @Option(help: ArgumentHelp("Only rows that were settled longer ago than this.", valueName: "age"))
    var olderThan: String?

    @Flag(help: "Do not ask.")
    var yes = false

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        if let olderThan, Duration(text: olderThan) == nil {
            throw ValidationError("--older-than '\(olderThan)' is not an age such as 30s, 5m, 6h or 7d.")
        }
    }

    func run() async throws {
        try await QueueSession.run(global) { session in
            let age = olderThan.flatMap { Duration(text: $0) } ?? session.configuration.retention.inbox
            let before = session.composition.now - age
            let words = "older than \(olderThan ?? DurationText.text(age))"
            let count = try await session.store.settledInboxCount(before: before)
            var deleted = 0
            if count > 0 {
                try await Confirmation.require("Delete \(counted(count, "settled row")) \(words)?", yes: yes)
                deleted = try await session.store.pruneInbox(settledBefore: before)
            }
            if session.console.isJSON {
                session.console.json(.object(["deleted": .count(deleted)]))
            } else if count == 0 {
                session.console.line("No settled row is \(words); nothing was deleted.")
            } else {
                session.console.line("\(counted(deleted, "row")) deleted.")
            }
        }
    }
}
