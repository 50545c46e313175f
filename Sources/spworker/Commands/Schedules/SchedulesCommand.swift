import ArgumentParser

/// `spworker schedules`: the definitions in `jobs/`.
struct SchedulesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedules", abstract: "List, check, run and pause the job definitions in jobs/.",
        discussion: """
            A definition is a YAML file that describes one job for many sellers, and when it fires. A running worker follows \
            changes of the files by itself.

            Example: spworker schedules run fba-inventory --seller acme
            """,
        subcommands: [
            SchedulesListCommand.self, SchedulesNextCommand.self, SchedulesRunCommand.self,
            SchedulesPauseCommand.self, SchedulesResumeCommand.self, SchedulesCursorCommand.self,
            SchedulesValidateCommand.self,
        ],
        defaultSubcommand: SchedulesListCommand.self)
}
