import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// `spworker jobs list`.
struct JobsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List jobs, newest first.",
        discussion: "Example: spworker jobs list --label parked --seller acme")

    @OptionGroup var selection: JobSelection

    @Option(
        help: ArgumentHelp(
            "Only waiting jobs with this label: ready, scheduled, snoozed, retrying, throttled, parked, paused or blocked.",
            valueName: "label"), transform: JobArgument.label)
    var label: JobLabel?

    @Option(help: ArgumentHelp("How many to list.", valueName: "n"))
    var limit = 50

    @Option(
        help: ArgumentHelp("Only jobs before this number: the next page.", valueName: "id"), transform: JobArgument.id)
    var before: JobID?

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        if !(1...100_000).contains(limit) { throw ValidationError("--limit is from 1 to 100000.") }
        let states = try selection.states()
        if let label, !states.isEmpty, states != [.waiting] {
            throw ValidationError("--label \(label.rawValue) goes with waiting jobs only: leave --state out.")
        }
    }

    func run() async throws {
        try await QueueSession.run(global) { session in
            var filter = try selection.filter(now: session.composition.now, before: before, limit: limit)
            if label != nil { filter.states = [.waiting] }
            let found = try await JobPages(session.store).jobs(filter) { label == nil || $0.label == label }
            if session.console.isJSON {
                session.console.json(
                    .object([
                        "jobs": .array(found.jobs.map(\.json)), "next": found.next.map { .integer($0.value) } ?? .null,
                    ]))
            } else {
                show(found, session.console, now: session.composition.now)
            }
        }
    }

    private func show(_ found: JobPages.Found, _ console: Console, now: Timestamp) {
        guard !found.jobs.isEmpty else {
            let isFiltered = !selection.isEmpty || label != nil || before != nil
            return console.line(
                isFiltered
                    ? "No jobs match. 'spworker jobs list' without filters shows all."
                    : "No jobs yet. Put one in: spworker enqueue request sellers.getMarketplaceParticipations --seller ID"
            )
        }
        var table = Table([
            ("ID", .right), ("STATE", .left), ("SELLER", .left), ("OPERATION", .left), ("ATTEMPT", .right),
            ("AGE", .right),
            ("NOTE", .left),
        ])
        for record in found.jobs {
            let row = record.row
            let standing = record.standing
            table.add([
                (row.id.description, nil), (standing.text, standing.style), (record.sellerText, nil),
                (record.operationText, nil), ("\(row.attempt)/\(row.maxAttempts)", .faint),
                ((now - row.createdAt).rough, .faint), (record.note(now: now), .faint),
            ])
        }
        table.print(to: console)
        if let next = found.next { console.line(console.styled("More: --before \(next)", .faint)) }
    }
}
