import ArgumentParser
import JobStore
import OperationCatalogue
import Overview

/// `spworker copy`: moves an installation from one database to another.
struct CopyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy", abstract: "Move the queue to another database, between SQLite and PostgreSQL.",
        discussion: """
            Copies everything that must not be lost: jobs, sellers' states, usage plans, schedules with their cursors, \
            the history and sealed tokens. All of it goes in or nothing, what arrived is read back and compared, and \
            the first database stays as it is. Stop the workers first, and name the new database in the \
            configuration afterwards.

            Example: spworker copy --to postgres://spworker@db.example/spworker
            """)

    @Option(
        help: ArgumentHelp("The database to copy. When left out: the configured one.", valueName: "location"))
    var from: String?

    @Option(
        help: ArgumentHelp(
            "The database to copy into, which must not hold a queue yet. A reference such as env:NEW_DATABASE may stand "
                + "for it.", valueName: "location"))
    var to: String

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let composition = try Composition(global)
        let origin = try await location(from ?? global.database)
        let destination = try await location(to)
        let progress = CopyProgress()
        let counts: [CopiedCount]
        do {
            counts = try await composition.copyQueue(from: origin, to: destination) { progress.show($0, $1) }
        } catch {
            progress.clear()
            throw error
        }
        progress.clear()
        show(counts, from: origin.place, to: destination.place, composition.console)
    }

    /// Reads a location as the configuration's key `database` is read.
    private func location(_ text: String?) async throws -> DatabaseLocation {
        var options = global
        options.database = text
        let composition = try Composition(options)
        return try await composition.databaseLocation(try await composition.configuration())
    }

    private func show(_ counts: [CopiedCount], from origin: String, to destination: String, _ console: Console) {
        if console.isJSON {
            return console.json(
                .object([
                    "from": .string(origin), "to": .string(destination),
                    "tables": .array(
                        counts.map {
                            .object([
                                "table": .string($0.table), "rows": .count($0.rows), "checksum": .string($0.checksum),
                            ])
                        }),
                ]))
        }
        var table = Table([("TABLE", .left), ("ROWS", .right), ("CHECKSUM", .left)])
        for count in counts { table.add([count.table, String(count.rows), count.checksum]) }
        table.print(to: console)
        console.line("\(destination.plain) holds the same as \(origin.plain).")
        console.line("Name it in the configuration under 'database:', and start the workers.")
    }
}

/// Shows on a terminal how far a copy has come.
private struct CopyProgress: Sendable {
    private let isShown = Console.isErrorTerminal

    func show(_ table: String, _ rows: Int) {
        if isShown { Console.rawError("\r\u{1B}[KCopying \(table): \(rows) rows") }
    }

    func clear() {
        if isShown { Console.rawError("\r\u{1B}[K") }
    }
}
