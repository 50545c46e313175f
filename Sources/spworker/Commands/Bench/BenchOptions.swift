import ArgumentParser

/// Flags that every bench takes.
struct BenchOptions: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "A folder on the disk to measure; a temporary folder is made in it and removed.", valueName: "dir"))
    var directory: String?

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        if global.timeScale != nil {
            throw ValidationError("What is measured needs real time: leave --time-scale out.")
        }
        if global.database != nil || global.config != nil {
            throw ValidationError(
                "This measures in a place of its own, on SQLite: leave --database and --config out. 'spworker bench queue "
                    + "--database postgres://...' measures a server.")
        }
    }

    /// Measures a bench and prints its report.
    ///
    /// - Throws: `Failure`, and what the bench throws.
    func print(_ bench: some Bench) async throws {
        try await BenchRun(Composition(global), in: directory).print(bench)
    }
}
