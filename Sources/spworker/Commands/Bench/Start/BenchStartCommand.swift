import ArgumentParser

/// `spworker bench start`: how soon the program is there.
struct BenchStartCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Measure how soon the program starts.",
        discussion: """
            Starts this program again and again: for its help, for a list of jobs, and as a worker on a file with a \
            million jobs of ten thousand sellers, until its first claim. Calls go to this machine only. Needs about \
            1 GB for a million jobs.

            Example: spworker bench start --jobs 100000 --directory /var/lib
            """)

    @Option(help: ArgumentHelp("How many jobs wait, of up to 10000 sellers, four or more of each.", valueName: "n"))
    var jobs = 1_000_000

    @Option(help: ArgumentHelp("How many times each short command is started.", valueName: "n"))
    var starts = 20

    @Option(help: ArgumentHelp("How many times a worker is started.", valueName: "n"))
    var rounds = 5

    @OptionGroup var options: BenchOptions

    mutating func validate() throws {
        if !(1...10_000_000).contains(jobs) { throw ValidationError("--jobs is from 1 to 10000000.") }
        if !(1...1000).contains(starts) { throw ValidationError("--starts is from 1 to 1000.") }
        if !(1...100).contains(rounds) { throw ValidationError("--rounds is from 1 to 100.") }
    }

    func run() async throws {
        try await options.print(StartBench(jobs: jobs, starts: starts, rounds: rounds))
    }
}
