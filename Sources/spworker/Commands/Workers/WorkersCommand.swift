import ArgumentParser

/// `spworker workers`: who works, and what can be asked of them.
struct WorkersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workers",
        abstract: "List workers and what they run; let them drain, or read configuration again.",
        discussion: "Example: spworker workers drain --wait",
        subcommands: [WorkersListCommand.self, WorkersDrainCommand.self, WorkersReloadCommand.self],
        defaultSubcommand: WorkersListCommand.self)
}
