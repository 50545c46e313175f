import ArgumentParser

/// `spworker bench`: measures the program on the machine that it runs on.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure the program on this machine.",
        discussion: """
            Works in a temporary folder of its own; neither configuration nor database is needed or touched. Every \
            figure stands beside what the machine can do at most, measured in the same run.

            Example: spworker bench queue --directory /var/lib
            """,
        subcommands: [
            BenchAllCommand.self, BenchQueueCommand.self, BenchCallsCommand.self, BenchLatencyCommand.self,
            BenchTokensCommand.self, BenchDepthCommand.self, BenchFairnessCommand.self, BenchMemoryCommand.self,
            BenchStartCommand.self, BenchDashboardCommand.self, BenchDocumentCommand.self,
        ], defaultSubcommand: BenchAllCommand.self)

    /// What `spworker bench` alone measures, in this order, each as its own command does when it is told nothing.
    static let all: [any Bench] = [
        QueueBench(), CallsBench(), LatencyBench(), TokensBench(), DepthBench(), FairnessBench(), MemoryBench(),
        StartBench(), DashboardBench(),
    ]
}
