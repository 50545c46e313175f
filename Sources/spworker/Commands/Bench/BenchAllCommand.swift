import ArgumentParser

/// `spworker bench all`: one bench after the other.
struct BenchAllCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "all", abstract: "Measure everything, one after the other.",
        discussion: """
            Takes several minutes. With --json it prints one value in the end, with every bench's figures, their targets \
            and whether they are met. A bench that fails is told of and the others go on; the exit code is 1 then. \
            'bench document', which needs other programs, is measured by itself.

            Example: spworker bench --json > figures.json
            """)

    @OptionGroup var options: BenchOptions

    func run() async throws {
        try await BenchRun(Composition(options.global), in: options.directory).printAll(BenchCommand.all)
    }
}
