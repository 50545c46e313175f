import ArgumentParser

/// `spworker bench fairness`: whether each seller gets what its usage plan allows.
struct BenchFairnessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fairness", abstract: "Measure each seller's share of its usage plan.",
        discussion: """
            Plays many busy sellers, one of them with very many jobs, against a model of Amazon with the published \
            usage plans, in virtual time. The queue, its limits and the worker's decisions are the real ones. Says \
            which share of its plan the worst seller got, and whether Amazon had to refuse a call. Then plays fewer \
            sellers with the plans above two calls a second, and fewer with too few runs for all.

            Example: spworker bench fairness --sellers 500 --seconds 600
            """)

    @Option(help: ArgumentHelp("How many sellers there are.", valueName: "n"))
    var sellers = 2000

    @Option(help: ArgumentHelp("How many jobs one of them has.", valueName: "n"))
    var jobs = 100_000

    @Option(help: ArgumentHelp("How long it goes on, in virtual seconds.", valueName: "n"))
    var seconds = 120

    @OptionGroup var options: BenchOptions

    mutating func validate() throws {
        if !(2...100_000).contains(sellers) { throw ValidationError("--sellers is from 2 to 100000.") }
        if !(0...10_000_000).contains(jobs) { throw ValidationError("--jobs is from 0 to 10000000.") }
        if !(2...86_400).contains(seconds) { throw ValidationError("--seconds is from 2 to 86400.") }
    }

    func run() async throws {
        var plan = FairnessPlan()
        plan.sellers = sellers
        plan.hogJobs = jobs
        plan.length = .seconds(seconds)
        plan.concurrency = max(plan.concurrency, sellers)
        try await options.print(FairnessBench(plan: plan))
    }
}
