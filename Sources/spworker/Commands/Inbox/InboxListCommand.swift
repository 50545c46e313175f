import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// `spworker inbox list`.
struct InboxListCommand: AsyncParsableCommand {
    /// What may have become of a row.
    enum Status: String, CaseIterable, ExpressibleByArgument {
        case new, accepted, duplicate, rejected
    }

    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List inbox rows, newest first.",
        discussion: "Example: spworker inbox list --status rejected --limit 10")

    @Option(help: ArgumentHelp("Only rows with this status.", valueName: "status"))
    var status: Status?

    @Option(help: ArgumentHelp("How many to list.", valueName: "n"))
    var limit = 50

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        if !(1...100_000).contains(limit) { throw ValidationError("--limit is from 1 to 100000.") }
    }

    func run() async throws {
        try await QueueSession.run(global) { session in
            let rows = try await session.store.inboxRows(status: status?.rawValue, limit: limit)
            if session.console.isJSON {
                session.console.json(.object(["rows": .array(rows.map(\.json))]))
            } else {
                show(rows, session.console)
            }
        }
    }

    private func show(_ rows: [InboxRow], _ console: Console) {
        guard !rows.isEmpty else {
            return console.line(
                status.map { "No inbox rows have the status \($0.rawValue). 'spworker inbox list' shows all." }
                    ?? "The inbox is empty. Programs put jobs in with: INSERT INTO inbox (seller, operation, params) VALUES (...)"
            )
        }
        var table = Table([
            ("ROW", .right), ("STATUS", .left), ("JOB", .right), ("SELLER", .left), ("OPERATION", .left),
            ("WRITTEN", .left),
            ("REASON", .left),
        ])
        for row in rows {
            let style: Style? =
                switch row.status {
                case "new": .warning
                case "rejected": .bad
                case "duplicate": .faint
                default: nil
                }
            table.add([
                (String(row.id), nil), (row.status.cut(to: 12), style), (row.jobID?.description ?? "-", nil),
                ((row.seller ?? "-").cut(to: 40), nil), ((row.operation ?? "-").cut(to: 60), nil),
                ((row.createdAt ?? "-").cut(to: 30), .faint), ((row.error ?? "").cut(to: 120), nil),
            ])
        }
        table.print(to: console)
    }
}
