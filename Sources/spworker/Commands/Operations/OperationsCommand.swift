import ArgumentParser

/// `spworker operations`: what can be called.
struct OperationsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "operations", abstract: "Look operations up: path, parameters, rate, burst.",
        discussion: """
            The catalogue is part of the program; neither configuration nor database is needed.

            Example: spworker operations show orders.getOrder
            """,
        subcommands: [OperationsListCommand.self, OperationsShowCommand.self],
        defaultSubcommand: OperationsListCommand.self)
}
