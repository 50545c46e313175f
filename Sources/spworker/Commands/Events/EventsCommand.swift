import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview
import Ports

/// `spworker events`: what happened to authorizations and applications, and what people did.
struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Show what happened to authorizations and applications, newest last.",
        discussion: """
            With --follow new events are shown as they come, with --json one JSON value a line.

            Example: spworker events --follow
            """)

    @Option(help: ArgumentHelp("How many of the last events to show.", valueName: "n"))
    var limit = 50

    @Flag(name: .shortAndLong, help: "Go on with new events as they come.")
    var follow = false

    @OptionGroup var global: GlobalOptions

    /// How often it looks for new events, in real time.
    private static let pause = Duration.milliseconds(500)
    private static let batch = 500

    mutating func validate() throws {
        if !((follow ? 0 : 1)...100_000).contains(limit) { throw ValidationError("--limit is from 1 to 100000.") }
    }

    func run() async throws {
        try await QueueSession.run(global) { session in
            let console = session.console
            let events = Array(try await session.store.latestEvents(limit: max(1, limit)).reversed())
            if console.isJSON, !follow {
                return console.json(.object(["events": .array(events.map(\.json))]))
            }
            if events.isEmpty, !console.isJSON {
                console.line(
                    "Nothing has happened yet. Events tell of revoked, restored and paused sellers and applications, and of "
                        + "what people did to the queue.")
            }
            if limit > 0 { for event in events { show(event, console) } }
            guard follow else { return }
            var last = events.last?.id ?? 0
            while true {
                let fresh = try await session.store.events(after: last, limit: Self.batch)
                for event in fresh { show(event, console) }
                last = fresh.last?.id ?? last
                if fresh.count < Self.batch {
                    try await session.composition.timekeeper.sleep(
                        for: Self.pause * max(1, session.composition.timeScale))
                }
            }
        }
    }

    private func show(_ event: EventRow, _ console: Console) {
        console.isJSON ? console.json(event.json) : console.line(EventLine(event).text(console))
    }
}
