import ArgumentParser
import JobModel
import OperationCatalogue
import Overview

/// `spworker migrate`: the database's schema.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Show the database's schema, or bring it up to date.",
        discussion: """
            'spworker run' migrates by itself unless --no-migrate is given.

            Example: spworker migrate up --show-sql
            """,
        subcommands: [Status.self, Up.self], defaultSubcommand: Status.self)

    /// Prints the SQL of the missing steps. Without one it is a comment, so that it can still be handed to a database.
    private static func show(sql: String, to console: Console) {
        if console.isJSON {
            console.json(.object(["sql": .string(sql)]))
        } else {
            console.line(sql.isEmpty ? "-- The schema is up to date." : sql)
        }
    }

    /// `migrate status`.
    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show which steps of the schema are applied; exit 1 when some are missing.",
            discussion: "Example: spworker migrate status --json")

        @Flag(help: "Print the SQL of the missing steps instead.")
        var showSql = false

        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let composition = try Composition(global)
            let found = try await SchemaSight.look(composition, try await composition.configuration())
            if showSql { return MigrateCommand.show(sql: found.pendingSQL, to: composition.console) }
            if composition.console.isJSON {
                composition.console.json(
                    .object([
                        "database": .string(found.place),
                        "steps": .array(
                            found.steps.map { step in
                                .object([
                                    "version": .integer(Int64(step.version)), "name": .string(step.name),
                                    "appliedAt": step.appliedAt.map { .string($0.iso8601) } ?? .null,
                                ])
                            }),
                    ]))
            } else {
                var table = Table([("STEP", .right), ("NAME", .left), ("APPLIED", .left)])
                for step in found.steps {
                    table.add([
                        String(step.version), step.name, step.appliedAt?.iso8601 ?? "not yet: 'spworker migrate up'",
                    ])
                }
                table.print(to: composition.console)
            }
            if found.steps.contains(where: { $0.appliedAt == nil }) { throw Failure(.no) }
        }
    }

    /// `migrate up`.
    struct Up: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Apply the missing steps; makes the database when there is none.",
            discussion: "Example: spworker migrate up")

        @Flag(help: "Print the SQL of the missing steps instead of applying them.")
        var showSql = false

        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let composition = try Composition(global)
            let configuration = try await composition.configuration()
            let found = try await SchemaSight.look(composition, configuration)
            if showSql { return MigrateCommand.show(sql: found.pendingSQL, to: composition.console) }
            let missing = found.steps.filter { $0.appliedAt == nil }.count
            let store = try await composition.openStore(configuration)
            await store.close()
            composition.console.isJSON
                ? composition.console.json(.object(["applied": .integer(Int64(missing))]))
                : composition.console.line(
                    missing == 0 ? "The schema is up to date." : "Applied \(counted(missing, "step")).")
        }
    }
}
