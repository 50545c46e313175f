import ArgumentParser
import OperationCatalogue

/// `spworker schedules list`.
struct SchedulesListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the definitions, and for how many sellers each runs.",
        discussion: "Example: spworker schedules list --json")

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let composition = try Composition(global)
        let configuration = try await composition.configurationWithSellers(migrates: false)
        let folder = composition.definitions(configuration)
        let entries = try await Offload.run { folder.read() }
        let definitions = entries.compactMap { entry in
            (try? entry.result.get()).map { (path: entry.path, definition: $0) }
        }
        func count(_ definition: JobDefinition) -> Int {
            configuration.sellers.count { definition.sellers.includes(DefinitionSeller($0)) }
        }
        if composition.console.isJSON {
            composition.console.json(
                .object([
                    "definitions": .array(
                        definitions.map { path, definition in
                            .object([
                                "name": .string(definition.name), "operation": .string(definition.job.target),
                                "sellers": .count(count(definition)), "file": .string(path),
                            ])
                        })
                ]))
        } else if entries.isEmpty {
            composition.console.line(
                "No definitions in \(configuration.jobs). 'spworker init' writes some to begin with.")
        } else if !definitions.isEmpty {
            var table = Table([("NAME", .left), ("OPERATION", .left), ("SELLERS", .right)])
            for (_, definition) in definitions {
                table.add([definition.name, definition.job.target, String(count(definition))])
            }
            table.print(to: composition.console)
        }
        let broken = entries.count - definitions.count
        if broken > 0 {
            Console.printError(
                "note: \(counted(broken, "file")) cannot be used; 'spworker schedules validate' says why.")
        }
    }
}

/// `spworker schedules validate`.
struct SchedulesValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Check the definitions; exit 2 when one cannot be used.",
        discussion: """
            Tells every problem of every file with its line. Needs no database.

            Example: spworker schedules validate
            """)

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let composition = try Composition(global)
        let configuration = try await composition.configuration()
        let folder = composition.definitions(configuration)
        let entries = try await Offload.run { folder.read() }
        let broken = entries.compactMap { entry in
            if case .failure(let error) = entry.result { return error } else { return nil }
        }
        let problems = broken.flatMap(\.problems)
        if composition.console.isJSON {
            composition.console.json(
                .object([
                    "files": .integer(Int64(entries.count)),
                    "problems": .texts(problems.map(\.description)),
                ]))
        } else if entries.isEmpty {
            composition.console.line(
                "No definitions in \(configuration.jobs). 'spworker init' writes some to begin with.")
        } else {
            composition.console.line("\(entries.count - broken.count) of \(entries.count) definitions can be used.")
        }
        if !problems.isEmpty { throw Failure(.usage, ConfigurationError(problems).text(in: "the definitions")) }
    }
}
