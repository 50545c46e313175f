import ArgumentParser
import JobModel

/// `spworker jobs wait`.
struct JobsWaitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait", abstract: "Wait until jobs have ended.",
        discussion: """
            Exit 0 when all succeeded, 1 when one failed, was cancelled or is in quarantine, 124 when the time was over.

            Example: spworker jobs wait 42 43 --wait-timeout 10m
            """)

    @Argument(help: ArgumentHelp("The jobs' numbers.", valueName: "id"), transform: JobArgument.id)
    var ids: [JobID]

    @Option(help: ArgumentHelp("Stop waiting after this; exit 124.", valueName: "duration"))
    var waitTimeout: String?

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        if let waitTimeout, Duration(text: waitTimeout) == nil {
            throw ValidationError("--wait-timeout '\(waitTimeout)' is not a duration such as 30s, 5m or 6h.")
        }
    }

    func run() async throws {
        try await QueueSession.run(global) { session in
            var seen: Set<JobID> = []
            let wanted = ids.filter { seen.insert($0).inserted }
            if !session.console.isJSON, try await session.lockHolder() == nil {
                Console.printError("note: no worker is running; start one with 'spworker run'.")
            }
            let limit = waitTimeout.flatMap { Duration(text: $0) }
            let wait = JobWait(composition: session.composition, record: session.record)
            try wait.report(try await wait.records(of: wanted, limit: limit), wanted)
        }
    }
}
