import ArgumentParser

/// `spworker bench queue`: how fast jobs go through the queue when nobody is called.
struct BenchQueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: QueueBench.name, abstract: "Measure the queue beside a bare loop.",
        discussion: """
            Round by round, first a bare loop on SQLite's C API works off a plain table, then this program's queue \
            works off as many jobs, with lanes, limits, fences and many ends of runs at once: over the given lanes, \
            with four jobs a lane and with one, and once with Amazon's rates. Nobody is called. All figures come from \
            the same disk in the same minutes, so that their ratio means something on any machine.

            With --database postgres://... the same is done on that server with 1, 2 and 4 workers, beside as many \
            plain loops in SQL, over the given lanes. The bench makes a schema of its own and drops it, and refuses a \
            database that holds a queue.

            Example: spworker bench queue --jobs 200000 --lanes 5000 --directory /var/lib
            Example: spworker bench queue --jobs 20000 --database postgres://bench@db.example/spworker_bench
            """)

    @Option(help: ArgumentHelp("How many jobs each round works off.", valueName: "n"))
    var jobs = QueueBenchPlan().jobs

    @Option(help: ArgumentHelp("Over how many lanes they are spread, each of a seller of its own.", valueName: "n"))
    var lanes = QueueBenchPlan().lanes

    @Option(help: ArgumentHelp("The most jobs that one claim takes.", valueName: "n"))
    var batch = QueueBenchPlan().batch

    @Option(help: ArgumentHelp("How many times everything is measured.", valueName: "n"))
    var rounds = QueueBenchPlan().rounds

    @Option(
        help: ArgumentHelp(
            "A folder on the disk to measure; a temporary folder is made in it and removed.", valueName: "dir"))
    var directory: String?

    @Flag(help: "Also write down a call of each job, as the worker does when it sends a request.")
    var charge = false

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        if !(1...10_000_000).contains(jobs) { throw ValidationError("--jobs is from 1 to 10000000.") }
        if !(1...100_000).contains(lanes) { throw ValidationError("--lanes is from 1 to 100000.") }
        if !(1...10_000).contains(batch) { throw ValidationError("--batch is from 1 to 10000.") }
        if !(1...100).contains(rounds) { throw ValidationError("--rounds is from 1 to 100.") }
        if global.database != nil, directory != nil {
            throw ValidationError("--directory is for SQLite: with --database the server's own disk is measured.")
        }
        if global.timeScale != nil {
            throw ValidationError("What is measured needs real time: leave --time-scale out.")
        }
    }

    func run() async throws {
        let composition = try Composition(global)
        let plan = QueueBenchPlan(jobs: jobs, lanes: lanes, batch: batch, rounds: rounds, charges: charge)
        if global.database != nil {
            let server = try await composition.benchServer()
            return try await BenchRun(composition, in: nil).print(ServerQueueBench(server: server, plan: plan))
        }
        try await BenchRun(composition, in: directory).print(QueueBench(plan: plan))
    }
}
