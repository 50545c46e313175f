import ArgumentParser

/// The program: reads the command line, runs one command, and turns errors into exit codes.
@main
struct Spworker: AsyncParsableCommand {
    /// The program's version, as `--version` prints it.
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "spworker",
        abstract: "Runs queued Amazon Selling Partner API jobs for many sellers.",
        discussion: """
            Jobs wait in a SQLite file, or in PostgreSQL. The worker calls Amazon inside each seller's usage plan, retries what can be \
            retried, and parks a seller whose authorization was revoked until new credentials appear.

            Begin with 'spworker demo', which needs no account and no network, then 'spworker init'.
            """,
        version: version,
        // What other processes of a bench run; nobody else needs them.
        subcommands: [BenchMockCommand.self, BenchEnqueuerCommand.self],
        groupedSubcommands: [
            CommandGroup(name: "Beginning", subcommands: [DemoCommand.self, InitCommand.self, ImportCommand.self]),
            CommandGroup(name: "Working", subcommands: [RunCommand.self, EnqueueCommand.self, SchedulesCommand.self]),
            CommandGroup(
                name: "Looking",
                subcommands: [
                    StatusCommand.self, DashboardCommand.self, DoctorCommand.self, JobsCommand.self,
                    SellersCommand.self,
                    ApplicationsCommand.self,
                    LanesCommand.self, WorkersCommand.self, TokensCommand.self,
                    InboxCommand.self, EventsCommand.self, HooksCommand.self, OperationsCommand.self,
                ]),
            CommandGroup(
                name: "Keeping",
                subcommands: [
                    MigrateCommand.self, BackupCommand.self, CopyCommand.self, SandboxCommand.self, BenchCommand.self,
                ]),
        ])

    static func main() async {
        HeapPolicy.apply()
        let arguments = Array(CommandLine.arguments.dropFirst())
        let mistyped = MistypedCommand(arguments, root: self)
        do {
            // The parser would show the help of what comes before the word.
            if arguments.first == "help", let mistyped { throw mistyped.failure }
            var command = try parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            try Console.requireDelivery()
        } catch {
            let failure = Failure(error, from: self)
            (mistyped?.explains(failure) ?? false ? mistyped?.failure ?? failure : failure).exit()
        }
    }
}
