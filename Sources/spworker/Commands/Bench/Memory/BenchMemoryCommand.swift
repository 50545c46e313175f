import ArgumentParser

/// `spworker bench memory`: how much of a worker lies in memory.
struct BenchMemoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memory", abstract: "Measure a worker's memory.",
        discussion: """
            Starts workers of its own on a generated configuration and reads how much of each lies in memory: idle, \
            with ten thousand sellers, with a million waiting jobs at work, and with many calls under way. Calls go to \
            this machine only. Needs about 1 GB for a million jobs.

            Example: spworker bench memory --jobs 100000 --directory /var/lib
            """)

    @Option(help: ArgumentHelp("How many jobs wait, of up to 10000 sellers, four or more of each.", valueName: "n"))
    var jobs = 1_000_000

    @Option(help: ArgumentHelp("How many more calls than usual are under way at the most.", valueName: "n"))
    var calls = 500

    @Option(help: ArgumentHelp("How many seconds a worker works before it is measured.", valueName: "n"))
    var seconds = 5

    @OptionGroup var options: BenchOptions

    mutating func validate() throws {
        if !(1000...10_000_000).contains(jobs) { throw ValidationError("--jobs is from 1000 to 10000000.") }
        if !(1...5000).contains(calls) { throw ValidationError("--calls is from 1 to 5000.") }
        if !(1...3600).contains(seconds) { throw ValidationError("--seconds is from 1 to 3600.") }
        if calls > jobs - 100 { throw ValidationError("--calls needs as many jobs: see --jobs.") }
    }

    func run() async throws {
        try await options.print(MemoryBench(jobs: jobs, extraCalls: calls, work: .seconds(seconds)))
    }
}
