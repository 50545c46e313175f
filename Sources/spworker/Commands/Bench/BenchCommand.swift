import ArgumentParser

/// `spworker bench`: measures the program on the machine that it runs on.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure the program on this machine.",
        discussion: """
            Works in a temporary folder of its own; neither configuration nor database is needed or touched.

            Example: spworker bench queue --directory /var/lib
            """,
        subcommands: [
            BenchQueueCommand.self, BenchDocumentCommand.self, BenchDepthCommand.self, BenchFairnessCommand.self,
            BenchMemoryCommand.self, BenchStartCommand.self,
        ], defaultSubcommand: BenchQueueCommand.self)

    /// What is measured one after the other, with the defaults of each.
    static let all: [any Bench] = [DepthBench(), FairnessBench(), MemoryBench(), StartBench()]
}
