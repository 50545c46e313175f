import ArgumentParser

/// `spworker bench depth`: how long a claim takes when very many jobs wait.
struct BenchDepthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "depth", abstract: "Measure claims while up to a million jobs wait.",
        discussion: """
            Fills a file with a thousand jobs, one with a hundred times as many and one with the most, and claims from \
            each in turn; then from one that also holds as many finished jobs and half as many for later. A queue that \
            reads more than it needs gets slower with what lies in it. Needs about 1.5 GB for a million jobs.

            Example: spworker bench depth --jobs 200000 --directory /var/lib
            """)

    @Option(help: ArgumentHelp("The most jobs that wait.", valueName: "n"))
    var jobs = 1_000_000

    @Option(help: ArgumentHelp("How many times each depth is measured.", valueName: "n"))
    var rounds = 3

    @Option(help: ArgumentHelp("How many claims are measured each time.", valueName: "n"))
    var claims = 200

    @OptionGroup var options: BenchOptions

    mutating func validate() throws {
        if !(100...10_000_000).contains(jobs) { throw ValidationError("--jobs is from 100 to 10000000.") }
        if !(1...100).contains(rounds) { throw ValidationError("--rounds is from 1 to 100.") }
        if !(1...100_000).contains(claims) { throw ValidationError("--claims is from 1 to 100000.") }
    }

    func run() async throws {
        let depths = [min(1000, jobs / 10), jobs / 10, jobs]
        try await options.print(
            DepthBench(depths: Array(Set(depths)).sorted(), rounds: rounds, claims: claims))
    }
}
