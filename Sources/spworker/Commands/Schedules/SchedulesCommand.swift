import ArgumentParser

/// `spworker schedules`: the definitions in `jobs/`.
struct SchedulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedules", abstract: "List, check and run the job definitions in jobs/.",
        discussion: """
            A definition is a YAML file that describes one job for many sellers. In this version definitions run by hand.

            Example: spworker schedules run fba-inventory --seller acme
            """,
        subcommands: [
            SchedulesListCommand.self, SchedulesNextCommand.self, SchedulesRunCommand.self,
            SchedulesValidateCommand.self,
        ],
        defaultSubcommand: SchedulesListCommand.self)
}
