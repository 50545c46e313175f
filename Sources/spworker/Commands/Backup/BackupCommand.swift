import ArgumentParser
import JobModel
import OperationCatalogue
import Overview
import SQLiteJobStore

/// `spworker backup`: copies the database.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the database while it is in use.",
        discussion: """
            The copy holds one state of the database, is checked before it gets its name, and can be read by this user alone. \
            Outputs, configuration and secrets are other files: copy them yourself.

            To restore: stop the worker, move the database away together with the files of its name that end in -wal and -shm, and \
            move the copy into its place. 'spworker run --database sqlite:FILE' works on a copy where it lies. Jobs that had not \
            ended when the copy was made are done again, and so are calls of theirs that change something: look at \
            'spworker jobs list --database sqlite:FILE' first, and cancel what was done meanwhile.

            Example: spworker backup backups/monday.db
            """)

    @Argument(help: ArgumentHelp("The file to write.", valueName: "file"))
    var file: String

    @Flag(help: "Replace the file when it is there already.")
    var force = false

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let composition = try Composition(global)
        let configuration = try await composition.configuration()
        let database = try await composition.databasePath(
            configuration, for: "'backup' copies a SQLite file. Copy a PostgreSQL database with pg_dump.")
        let copy: DatabaseCopy
        do {
            copy = try await Offload.run {
                try DatabaseBackup(of: database).copy(to: file, replacing: force)
            }
        } catch let refusal as BackupRefusal {
            throw Failure(.usage, "error: \(refusal.description)")
        }
        let console = composition.console
        if console.isJSON {
            console.json(Self.json(copy, of: database))
        } else {
            for line in Self.lines(copy) { console.line(line) }
        }
    }

    /// What is printed for people.
    static func lines(_ copy: DatabaseCopy) -> [String] {
        let total = copy.counts.values.reduce(0, +)
        let states = JobState.allCases.compactMap { state in
            copy.counts[state].flatMap { $0 > 0 ? "\($0) \(state.word)" : nil }
        }
        let jobs = counted(total, "job") + (states.isEmpty ? "" : " (\(states.joined(separator: ", ")))")
        return [
            "\(copy.path.plain): \(SizeText.text(copy.bytes)), \(jobs). SQLite's check of the copy found no fault.",
            "'spworker backup --help' tells how to restore it.",
        ]
    }

    /// The same for programs.
    static func json(_ copy: DatabaseCopy, of database: String) -> JSONValue {
        .object([
            "database": .string(database), "file": .string(copy.path), "bytes": .integer(copy.bytes), "check": "ok",
            "jobs": .object(
                Dictionary(uniqueKeysWithValues: JobState.allCases.map { ($0.word, .count(copy.counts[$0] ?? 0)) })),
        ])
    }
}
