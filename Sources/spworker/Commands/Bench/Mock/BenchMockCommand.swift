import ArgumentParser
import Foundation
import JobModel
import OperationCatalogue

/// `spworker bench-mock`: the Amazon of benches, in a process of its own so that it takes none of the caller's threads.
///
/// It says its URL in one line of JSON, and ends when its standard input does: it cannot outlive whoever started it.
struct BenchMockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-mock", abstract: "Answer calls of a bench with fixed bytes.",
        discussion: """
            Listens on a free port of 127.0.0.1 and prints {"url": ...}. POST /auth/o2/token gives an access token, GET \
            /bench/counts what was asked for since POST /bench/reset, and everything else an order, or with --hold \
            nothing at all. Ends when its standard input does.

            Example: sleep 600 | spworker bench-mock
            """, shouldDisplay: false)

    @Option(help: ArgumentHelp("How long an access token takes, such as 50ms.", valueName: "duration"))
    var tokenDelay = "0s"

    @Flag(help: "Let calls wait for ever.")
    var hold = false

    mutating func validate() throws {
        if DurationText.parse(tokenDelay) == nil { throw ValidationError("--token-delay is a duration such as 50ms.") }
    }

    func run() async throws {
        let composition = try Composition(GlobalOptions.parse([]))
        FileLimit.raise()
        let server = MockServer(
            tokenDelay: DurationText.parse(tokenDelay) ?? .zero, holdsCalls: hold,
            timekeeper: composition.realTimekeeper)
        try await server.serve { url in
            composition.console.json(.object(["url": .string(url)]))
            try await StandardInput.end()
        }
    }
}
