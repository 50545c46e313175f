import ArgumentParser

/// `spworker hooks`: who is told of events.
struct HooksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hooks", abstract: "Show what hooks have yet to tell.",
        discussion: """
            'hooks:' in the configuration says who is told of which events, by a request or by a program. The worker \
            delivers, at least once, and tries for a day.

            Example: spworker hooks list
            """,
        subcommands: [HooksListCommand.self], defaultSubcommand: HooksListCommand.self)
}
