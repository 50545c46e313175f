import ArgumentParser
import JobModel
import JobStore
import Ports

/// `spworker bench-enqueuer`: puts jobs into the database of a bench, one at a time, as another program would.
struct BenchEnqueuerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-enqueuer", abstract: "Put jobs into the database of a bench.",
        discussion: """
            Prints a line when the database is open, then puts a job in every 10 to 30 ms. Ends when its standard input \
            does.

            Example: sleep 60 | spworker bench-enqueuer --path queue.db --jobs 100
            """, shouldDisplay: false)

    @Option(help: ArgumentHelp("The bench's database.", valueName: "file"))
    var path: String

    @Option(help: ArgumentHelp("How many jobs.", valueName: "n"))
    var jobs: Int

    func run() async throws {
        let composition = try Composition(GlobalOptions.parse([]))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await StandardInput.end() }
            group.addTask { try await enqueue(composition) }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func enqueue(_ composition: Composition) async throws {
        let timekeeper = composition.realTimekeeper
        try await composition.withBenchStoreBeside(path) { store in
            composition.console.line("open")
            for _ in 0..<jobs {
                try await timekeeper.sleep(for: .milliseconds(10) * (1 + 2 * composition.random.unit()))
                _ = try await store.enqueue([LatencyKind.job(at: composition.now)])
            }
        }
        // Whoever waits for the last job ends this process.
        try await timekeeper.sleep(for: .seconds(3600))
    }
}
