import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// `spworker inbox retry`.
struct InboxRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Let the worker look at rejected rows once more.",
        discussion: """
            For rows that were right and met a configuration that was not: a seller that was missing, for example. \
            What is wrong in a row itself is corrected by a new row.

            Example: spworker inbox retry --rejected --all
            """)

    @Argument(help: ArgumentHelp("The rows' numbers.", valueName: "id"))
    var ids: [Int64] = []

    @Flag(name: [.customLong("all"), .customLong("rejected")], help: "Every rejected row.")
    var all = false

    @OptionGroup var global: GlobalOptions

    /// How many rows go into one transaction.
    private static let batch = 500

    mutating func validate() throws {
        if ids.isEmpty, !all { throw ValidationError("Name rows by number, or say --rejected --all.") }
        if !ids.isEmpty, all { throw ValidationError("Name rows by number or say --all, not both.") }
    }

    func run() async throws {
        try await QueueSession.run(global) { session in
            let user = session.composition.user
            var reopened = 0
            var refused: [(id: Int64, reason: String)] = []
            if all {
                reopened = try await session.store.retryRejectedInbox(telling: { Deed(reopenedRows: $0, actor: user) })
            } else {
                var seen: Set<Int64> = []
                let wanted = ids.filter { seen.insert($0).inserted }
                for start in stride(from: 0, to: wanted.count, by: Self.batch) {
                    let batch = Array(wanted[start..<min(wanted.count, start + Self.batch)])
                    let deed = Deed.telling(reopenedRows: batch, actor: user)
                    for (id, answer) in zip(batch, try await session.store.retryInbox(batch, telling: deed)) {
                        if let reason = Self.refusal(answer) { refused.append((id, reason)) } else { reopened += 1 }
                    }
                }
            }
            try await report(reopened, refused, session)
        }
    }

    /// Why the row was not reopened, or `nil` when it was.
    static func refusal(_ answer: InboxRetryAnswer) -> String? {
        switch answer {
        case .reopened: nil
        case .other("new"): "it waits for the worker already."
        case .other("accepted"): "it has become a job. 'spworker jobs retry' gives jobs another life."
        case .other("duplicate"): "it is a duplicate of a job. 'spworker inbox list' tells of which."
        case .other(let status): "it is not rejected, it is '\(status.cut(to: 20))'."
        case .unknown: "there is no such row. Settled rows are deleted after retention.inbox."
        }
    }

    private func report(_ reopened: Int, _ refused: [(id: Int64, reason: String)], _ session: QueueSession) async throws
    {
        let console = session.console
        if console.isJSON {
            console.json(
                .object([
                    "reopened": .count(reopened),
                    "refused": .array(
                        refused.map { .object(["id": .integer($0.id), "reason": .string($0.reason)]) }),
                ]))
        } else {
            if reopened == 0, refused.isEmpty { console.line("No row is rejected; nothing was changed.") }
            if reopened > 0 {
                console.line("\(counted(reopened, "row")) \(reopened == 1 ? "is" : "are") new again.")
                if try await session.lockHolder() == nil {
                    Console.printError("note: no worker is running; start one with 'spworker run'.")
                }
            }
            for (id, reason) in refused { Console.printError("Row \(id): \(reason)") }
        }
        if !refused.isEmpty { throw Failure(.no) }
    }
}
