import ArgumentParser

/// `spworker inbox`: rows that other programs wrote.
struct InboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox",
        abstract: "Look at the rows that other programs put into the table 'inbox'; retry and delete them.",
        discussion: """
            A running worker turns rows into jobs, or writes down why it cannot.

            Example: spworker inbox list --status rejected
            """,
        subcommands: [InboxListCommand.self, InboxRetryCommand.self, InboxPruneCommand.self],
        defaultSubcommand: InboxListCommand.self)
}
