import ArgumentParser

/// `spworker bench tokens`: what a cold start costs.
struct BenchTokensCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: TokensBench.name, abstract: "Measure a worker that begins without any token.",
        discussion: """
            Starts a fake Amazon in a process of its own, puts jobs of many sellers in, and starts a worker that runs \
            all of them at a time and holds no token. Counts the exchanges, which must be one for each seller, and \
            says how long the first call and the last job took.

            Example: spworker bench tokens --jobs 2000 --sellers 500
            """)

    @Option(help: ArgumentHelp("How many jobs run at a time.", valueName: "n"))
    var jobs = TokensBench().jobs

    @Option(help: ArgumentHelp("Over how many sellers they are spread.", valueName: "n"))
    var sellers = TokensBench().sellers

    @Option(help: ArgumentHelp("How many workers begin, one after the other.", valueName: "n"))
    var rounds = TokensBench().rounds

    @OptionGroup var options: BenchOptions

    mutating func validate() throws {
        if !(1...10_000).contains(jobs) { throw ValidationError("--jobs is from 1 to 10000.") }
        if !(1...10_000).contains(sellers) { throw ValidationError("--sellers is from 1 to 10000.") }
        if jobs > 1000 * sellers { throw ValidationError("--jobs is at most 1000 for each of --sellers.") }
        if !(1...100).contains(rounds) { throw ValidationError("--rounds is from 1 to 100.") }
    }

    func run() async throws {
        try await options.print(TokensBench(jobs: jobs, sellers: sellers, rounds: rounds))
    }
}
