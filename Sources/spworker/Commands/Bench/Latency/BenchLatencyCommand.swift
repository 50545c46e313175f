import ArgumentParser

/// `spworker bench latency`: how soon a job starts.
struct BenchLatencyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: LatencyBench.name, abstract: "Measure how soon an idle worker starts a job.",
        discussion: """
            A worker waits for jobs that do nothing. They are put in one at a time, first by its own process, then by \
            another process that opens the same database, and tell how long after that they have started. Beside it \
            stands what a bare durable commit takes on the same disk.

            Example: spworker bench latency --jobs 1000 --directory /var/lib
            """)

    @Option(help: ArgumentHelp("How many jobs each round starts, each way.", valueName: "n"))
    var jobs = LatencyBench().jobs

    @Option(help: ArgumentHelp("How many times everything is measured.", valueName: "n"))
    var rounds = LatencyBench().rounds

    @OptionGroup var options: BenchOptions

    mutating func validate() throws {
        if !(1...100_000).contains(jobs) { throw ValidationError("--jobs is from 1 to 100000.") }
        if !(1...100).contains(rounds) { throw ValidationError("--rounds is from 1 to 100.") }
    }

    func run() async throws {
        try await options.print(LatencyBench(jobs: jobs, rounds: rounds))
    }
}
