import ArgumentParser
import JobModel

/// `spworker demo`: everything at work against the sandbox, in accelerated time.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Watch the worker at work. Needs no account and no network.",
        discussion: """
            Starts the sandbox, sellers in three regions and a worker, and runs their jobs to the end: one seller is throttled
            below the plan that the worker knows, another has revoked the authorization and gives a new one on the way.
            """)

    @Option(help: ArgumentHelp("How many sellers, at least 3.", valueName: "n"))
    var sellers = 9

    @Option(help: ArgumentHelp("How many jobs in all.", valueName: "n"))
    var jobs = 270

    @Option(
        help: ArgumentHelp(
            "Where to keep configuration, database and answers; a new temporary folder otherwise.", valueName: "dir"))
    var directory: String?

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: .hidden)
    var timeScale = 10.0

    mutating func validate() throws {
        if !(3...1000).contains(sellers) { throw ValidationError("--sellers is from 3 to 1000.") }
        if !(1...100_000).contains(jobs) { throw ValidationError("--jobs is from 1 to 100000.") }
        if !(timeScale >= 1 && timeScale <= 1000) { throw ValidationError("--time-scale is from 1 to 1000.") }
    }

    func run() async throws {
        let stage = try DemoStage(sellers: sellers, jobs: jobs, directory: directory, timeScale: timeScale, json: json)
        let end = try await stage.play()
        DemoSummary(end).print(to: stage.console)
        if end.unfinished > 0 || end.counts[.failed] ?? 0 > 0 {
            throw Failure(.no, "error: the demo did not end as it should; what happened is in \(end.directory).")
        }
    }
}
