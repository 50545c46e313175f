import ArgumentParser
import Overview
import SellerJobs

/// `spworker enqueue`: puts jobs into the queue.
struct EnqueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enqueue", abstract: "Put a job into the queue, or many from a file.",
        usage: (EnqueueKinds.offered.map { "spworker enqueue \($0.name) \($0.arguments) [<options>]" }
            + ["spworker enqueue --file <file> [--skip-bad]"]).joined(separator: "\n"),
        discussion: """
            Works whether or not a worker runs. Other programs can insert rows into the table 'inbox' instead.

            Example: spworker enqueue request sellers.getMarketplaceParticipations --seller acme --wait

            --file reads one JSON object a line with these keys, all but the operation with a default: \
            \(LineAdmission.keys.map { $0 == "kind" ? $0 + EnqueueKinds.choice : $0 }.joined(separator: ", ")). params and options are objects, body is JSON or a text, runAt and \
            deadline are ISO 8601 with a zone or Unix seconds.

            Example line: {"seller": "acme", "operation": "orders.getOrder", "params": {"orderId": "902-1845936-5435065"}}

            All jobs of a file go in at once, or none: with a bad line nothing is enqueued, and the exit code is 2. With --skip-bad \
            the good lines go in, a thousand at a time; the bad ones are told and counted, and the exit code is 0 unless no \
            line was good. The first 20 bad lines are told in full.
            """,
        subcommands: EnqueueKinds.offered.map(\.command))

    @OptionGroup var bulk: BulkOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        guard let file = bulk.file else {
            let kinds = EnqueueKinds.offered.map { kind in
                (kind.name + " " + kind.arguments.filter { !"<>".contains($0) }.uppercased(), kind.meaning)
            }
            let ways = kinds + [("--file JOBS.ndjson", "many jobs, one JSON object a line")]
            let width = ways.map(\.0.count).max() ?? 0
            throw Failure(
                .usage,
                "error: say what to enqueue:\n"
                    + ways.map { "  spworker enqueue \($0.0.padded(to: width))   \($0.1)" }.joined(separator: "\n")
                    + "\n'spworker enqueue --help' tells more.")
        }
        let composition = try Composition(global)
        let configuration = try await composition.configurationWithSellers(migrates: true)
        for notice in configuration.notices { Console.printError("note: \(notice).") }
        try await BulkEnqueue(composition, configuration).run(file, skipsBad: bulk.skipBad)
    }
}
