import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// `spworker applications pause`.
struct ApplicationsPauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Start no jobs of an application's sellers until it is resumed.",
        discussion: "Example: spworker applications pause main --reason 'moving house'")

    @Argument(help: ArgumentHelp("The application.", valueName: "application"))
    var application: String

    @Option(help: ArgumentHelp("Why, for whoever wonders.", valueName: "text"))
    var reason = "no reason given"

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await QueueSession.run(global) { session in
            let found = try await session.application(application)
            try await session.store.pause(application: found.name, reason: reason, actor: session.composition.user)
            session.console.isJSON
                ? session.console.json(.object(["paused": .string(found.name)]))
                : session.console.line("Application \(found.name) paused.")
        }
    }
}
