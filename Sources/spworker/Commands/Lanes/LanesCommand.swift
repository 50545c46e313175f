import ArgumentParser

/// `spworker lanes`: the usage plans in force and who waits for them.
struct LanesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lanes", abstract: "List usage plans in force; pause, resume and reset them.",
        discussion: """
            A lane holds the jobs of one seller, region and operation, which share one usage plan. It comes into being \
            with its first job. A rate with '*' was learned from Amazon's answers.

            Example: spworker lanes list --seller acme --operation orders
            """,
        subcommands: [
            LanesListCommand.self, LanesPauseCommand.self, LanesResumeCommand.self, LanesResetCommand.self,
        ], defaultSubcommand: LanesListCommand.self)
}
