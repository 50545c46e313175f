import ArgumentParser

/// `spworker demo`: everything at work against the sandbox, in accelerated time.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Watch the worker at work. Needs no account and no network.",
        discussion: """
            Starts the sandbox, sellers in three regions and a worker, and runs their jobs to the end in accelerated \
            time. On the way one seller is throttled below the plan that the worker knows, another has revoked the \
            authorization, which is confirmed before it is believed, and gives a new one, the client secret of a second application is wrong and repaired, calls \
            answer 503 for a while, and a token is refused before its time. The demo counts beforehand what all that \
            provokes, and ends with exit code 1 when the worker made one call or one token exchange more or less. Then \
            the definitions that 'spworker init' writes run for one night, an hour a second: each must fire when it is \
            due, once for each seller, and what follows others must follow.

            Example: spworker demo --sellers 50 --jobs 4000 --directory demo
            """)

    @Option(help: ArgumentHelp("How many sellers, at least 3; with 4 there are two applications.", valueName: "n"))
    var sellers = 20

    @Option(help: ArgumentHelp("How many jobs in all, at least one a seller.", valueName: "n"))
    var jobs = 2000

    @Option(
        help: ArgumentHelp(
            "Where to keep configuration, database and answers; a new temporary folder otherwise.", valueName: "dir"))
    var directory: String?

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: .hidden)
    var timeScale = 5.0

    mutating func validate() throws {
        if !(DemoCast.least...1000).contains(sellers) {
            throw ValidationError("--sellers is from \(DemoCast.least) to 1000.")
        }
        if !(sellers...100_000).contains(jobs) {
            throw ValidationError("--jobs is from \(sellers), one for each seller, to 100000.")
        }
        if !(timeScale >= 1 && timeScale <= 100) { throw ValidationError("--time-scale is from 1 to 100.") }
    }

    func run() async throws {
        let stage = DemoStage(sellers: sellers, jobs: jobs, directory: directory, timeScale: timeScale, json: json)
        let end = try await stage.play()
        DemoSummary(end).print(to: stage.console)
        guard end.isOK else {
            throw Failure(
                .no,
                "error: the demo did not end as its script expects; what happened is in \(end.folder.path).\n"
                    + end.problems.map { "  \($0)" }.joined(separator: "\n"))
        }
    }
}
