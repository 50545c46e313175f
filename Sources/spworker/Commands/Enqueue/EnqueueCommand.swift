import ArgumentParser

/// `spworker enqueue`: puts jobs into the queue.
struct EnqueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enqueue", abstract: "Put a job into the queue.",
        discussion: """
            Works whether or not a worker runs. Other programs can insert rows into the table 'inbox' instead.

            Example: spworker enqueue request sellers.getMarketplaceParticipations --seller acme --wait
            """,
        subcommands: [EnqueueRequestCommand.self])
}
