import ArgumentParser

/// `spworker bench dashboard`: how soon pages are there, and what they cost the worker.
struct BenchDashboardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dashboard", abstract: "Measure the dashboard over a million jobs.",
        discussion: """
            Fills a file with jobs in every state of many sellers, some of whom are in trouble, starts a worker with its \
            dashboard, and asks for every page again and again. Then the worker works on calls that are answered at \
            once, in turn without anybody who looks and with ten viewers, whose pages follow what happens as they do in \
            a browser. Calls go to this machine only. Needs about 1 GB for a million jobs.

            Example: spworker bench dashboard --jobs 100000 --sellers 500 --directory /var/lib
            """)

    @Option(help: ArgumentHelp("How many jobs there are; two of five wait.", valueName: "n"))
    var jobs = 1_000_000

    @Option(help: ArgumentHelp("How many sellers have them.", valueName: "n"))
    var sellers = 5000

    @Option(help: ArgumentHelp("How many times pages and worker are measured.", valueName: "n"))
    var rounds = 5

    @Option(help: ArgumentHelp("How many times each page is asked for in a round.", valueName: "n"))
    var asks = 20

    @OptionGroup var options: BenchOptions

    mutating func validate() throws {
        if !(10_000...10_000_000).contains(jobs) { throw ValidationError("--jobs is from 10000 to 10000000.") }
        if !(10...jobs / 20).contains(sellers) {
            throw ValidationError("--sellers is from 10 to a twentieth of --jobs.")
        }
        if !(1...100).contains(rounds) { throw ValidationError("--rounds is from 1 to 100.") }
        if !(1...10_000).contains(asks) { throw ValidationError("--asks is from 1 to 10000.") }
    }

    func run() async throws {
        try await options.print(DashboardBench(jobs: jobs, sellers: sellers, rounds: rounds, asks: asks))
    }
}
