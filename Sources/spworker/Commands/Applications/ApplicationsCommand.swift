import ArgumentParser

/// `spworker applications`: the applications registered with Amazon.
struct ApplicationsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "applications", abstract: "List, show, pause and resume applications.",
        discussion: """
            An application that Amazon refuses is stopped: none of its sellers' jobs run until its secret changes. \
            One of which Amazon refuses many sellers at once is suspect: that is taken for an outage, nobody is marked as \
            revoked, and the jobs wait until Amazon works again.

            Example: spworker applications show main
            """,
        subcommands: [
            ApplicationsListCommand.self, ApplicationsShowCommand.self, ApplicationsPauseCommand.self,
            ApplicationsResumeCommand.self,
        ], defaultSubcommand: ApplicationsListCommand.self)
}
