import ArgumentParser

/// `spworker jobs`: what is in the queue, and what became of it.
struct JobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs", abstract: "List, explain, await, retry, cancel and prune jobs.",
        discussion: """
            A waiting job has a label that says what it waits for: ready, scheduled, snoozed, retrying, throttled, \
            parked, paused or blocked. 'spworker jobs explain ID' says it in words.

            Example: spworker jobs list --state failed,quarantined --seller acme
            """,
        subcommands: [
            JobsListCommand.self, JobsShowCommand.self, JobsExplainCommand.self, JobsWaitCommand.self,
            JobsRetryCommand.self, JobsCancelCommand.self, JobsPruneCommand.self,
        ], defaultSubcommand: JobsListCommand.self)
}
