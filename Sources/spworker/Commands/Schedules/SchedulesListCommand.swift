import ArgumentParser
import OperationCatalogue

/// `spworker schedules list`.
struct SchedulesListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the definitions.")

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let composition = try Composition(global)
        let configuration = try await composition.configuration()
        let folder = DefinitionFolder(path: configuration.jobs)
        let entries = try await Offload.run { folder.read() }
        let definitions = entries.compactMap { try? $0.result.get() }
        func count(_ definition: JobDefinition) -> Int {
            configuration.sellers.count { definition.sellers.includes($0) }
        }
        if composition.console.isJSON {
            composition.console.json(
                .object([
                    "definitions": .array(
                        definitions.map { definition in
                            .object([
                                "name": .string(definition.name), "operation": .string(definition.operation),
                                "sellers": .integer(Int64(count(definition))), "file": .string("\(definition.origin)"),
                            ])
                        })
                ]))
        } else if entries.isEmpty {
            composition.console.line(
                "No definitions in \(configuration.jobs). 'spworker init' writes two to begin with.")
        } else {
            var table = Table([("NAME", .left), ("OPERATION", .left), ("SELLERS", .right)])
            for definition in definitions {
                table.add([definition.name, definition.operation, String(count(definition))])
            }
            table.print(to: composition.console)
        }
        let broken = entries.count - definitions.count
        if broken > 0 {
            Console.printError("note: \(broken) file(s) cannot be used; 'spworker schedules validate' says why.")
        }
    }
}

/// `spworker schedules validate`.
struct SchedulesValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Check the definitions; exit 2 when one cannot be used.")

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let composition = try Composition(global)
        let configuration = try await composition.configuration()
        let folder = DefinitionFolder(path: configuration.jobs)
        let entries = try await Offload.run { folder.read() }
        let problems = entries.compactMap { entry in
            if case .failure(let error) = entry.result { return error } else { return nil }
        }
        if composition.console.isJSON {
            composition.console.json(
                .object([
                    "files": .integer(Int64(entries.count)),
                    "problems": .array(problems.flatMap(\.problems).map { .string($0.description) }),
                ]))
        } else {
            composition.console.line("\(entries.count - problems.count) of \(entries.count) definitions can be used.")
        }
        if !problems.isEmpty { throw Failure(.usage, problems.map(\.description).joined(separator: "\n")) }
    }
}
