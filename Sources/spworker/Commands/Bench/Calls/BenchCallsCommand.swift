import ArgumentParser

/// `spworker bench calls`: how fast whole calls are made.
struct BenchCallsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: CallsBench.name, abstract: "Measure whole calls beside a bare HTTP loop.",
        discussion: """
            Starts a fake Amazon that answers at once, in a process of its own. Round by round, first a bare \
            AsyncHTTPClient loop calls it, then a whole worker makes as many calls, as many at a time: enqueued, \
            claimed, with token and permit, sent, and the answers kept. Both use the same machine in the same minute, \
            so that their ratio means something on any machine.

            Example: spworker bench calls --jobs 50000 --concurrency 128
            """)

    @Option(help: ArgumentHelp("How many calls each round makes, both ways.", valueName: "n"))
    var jobs = CallsBench().jobs

    @Option(help: ArgumentHelp("How many calls are made at a time.", valueName: "n"))
    var concurrency = CallsBench().concurrency

    @Option(help: ArgumentHelp("Over how many sellers they are spread.", valueName: "n"))
    var sellers = CallsBench().sellers

    @Option(help: ArgumentHelp("How many times both are measured.", valueName: "n"))
    var rounds = CallsBench().rounds

    @OptionGroup var options: BenchOptions

    mutating func validate() throws {
        if !(1...10_000_000).contains(jobs) { throw ValidationError("--jobs is from 1 to 10000000.") }
        if !(1...10_000).contains(concurrency) { throw ValidationError("--concurrency is from 1 to 10000.") }
        if !(1...10_000).contains(sellers) { throw ValidationError("--sellers is from 1 to 10000.") }
        if !(1...100).contains(rounds) { throw ValidationError("--rounds is from 1 to 100.") }
    }

    func run() async throws {
        try await options.print(
            CallsBench(jobs: jobs, concurrency: concurrency, sellers: sellers, rounds: rounds))
    }
}
