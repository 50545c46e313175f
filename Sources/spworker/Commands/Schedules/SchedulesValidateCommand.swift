import ArgumentParser
import JobModel
import OperationCatalogue
import Overview
import SellerJobs

/// `spworker schedules validate`.
struct SchedulesValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Check the definitions; exit 2 when one cannot be used.",
        discussion: """
            Tells every problem of every file with its line, and tries each definition with the sellers that it selects. Needs no \
            worker, and makes nothing. A definition that selects no seller can be used, and is mentioned.

            Example: spworker schedules validate
            """)

    /// The problems of sellers that are told of one definition: they tend to be the same.
    private static let told = 3

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let composition = try Composition(global)
        let configuration = try await composition.configurationWithSellers(migrates: false)
        let folder = composition.definitions(configuration)
        let entries = try await Offload.run { folder.read() }
        var problems: [ConfigurationProblem] = []
        var broken = 0
        let definitions = entries.compactMap { try? $0.result.get() }
        for entry in entries {
            switch entry.result {
            case .failure(let error):
                problems += error.problems
                broken += 1
            case .success(let definition):
                let found = self.problems(of: definition, among: definitions, composition, configuration)
                problems += found
                broken += found.isEmpty ? 0 : 1
            }
        }
        let idle = Self.idle(definitions, among: configuration.sellers)
        if composition.console.isJSON {
            composition.console.json(
                .object([
                    "files": .integer(Int64(entries.count)),
                    "problems": .texts(problems.map(\.description)), "warnings": .texts(idle),
                ]))
        } else if entries.isEmpty {
            composition.console.line(
                "No definitions in \(configuration.jobs). 'spworker init' writes some to begin with.")
        } else {
            composition.console.line("\(entries.count - broken) of \(entries.count) definitions can be used.")
        }
        if !composition.console.isJSON {
            for words in idle { Console.printError("note: \(words)") }
        }
        if !problems.isEmpty { throw Failure(.usage, ConfigurationError(problems).text(in: "the definitions")) }
    }

    /// What is to be said of definitions that fire for nobody.
    private static func idle(_ definitions: [JobDefinition], among sellers: [SellerSettings]) -> [String] {
        if sellers.isEmpty {
            return definitions.isEmpty ? [] : ["No seller is configured: no definition does anything."]
        }
        let sellers = sellers.map { DefinitionSeller($0) }
        return definitions.filter { definition in !sellers.contains { definition.sellers.includes($0) } }.map {
            "\($0.origin): \(PrintableText.quoted($0.name)) selects no seller that is configured. Correct its 'sellers:': "
                + "tags, regions and 'exclude' leave nobody."
        }
    }

    private func problems(
        of definition: JobDefinition, among definitions: [JobDefinition], _ composition: Composition,
        _ configuration: Configuration
    ) -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        if let next = definition.then?.run, !definitions.contains(where: { $0.name == next }) {
            problems.append(
                ConfigurationProblem(
                    definition.origin, "then.run", "there is no definition \(PrintableText.quoted(next))",
                    "name a definition of this folder"))
        }
        let named = Dictionary(definitions.map { ($0.name, $0) }) { first, _ in first }
        if let next = definition.then?.run, named[next]?.cursor != nil {
            problems.append(
                ConfigurationProblem(
                    definition.origin, "then.run", "the definition \(PrintableText.quoted(next)) has a cursor",
                    "remove its cursor: the jobs of one result would all share it"))
        }
        if let circle = DefinitionChain.circle(from: definition.name, among: named) {
            problems.append(
                ConfigurationProblem(
                    definition.origin, "then.run",
                    "definitions follow each other in a circle: \(circle.joined(separator: ", then "))",
                    "remove one 'then'"))
        }
        // What an item stands for is known only when the job before has run.
        guard !DefinitionReader.fields(of: definition.job).contains(where: { $0.name == .item }) else {
            return problems
        }
        let admission = composition.definitionAdmission(DirectoryHolder(composition.directory(configuration)))
        var said: Set<String> = []
        for seller in configuration.sellers.map({ DefinitionSeller($0) }) where definition.sellers.includes(seller) {
            do throws(JobRejection) {
                _ = try admission.job(of: definition, for: seller, at: composition.now, nil, now: composition.now)
            } catch {
                for problem in error.problems where said.count < Self.told && said.insert(problem).inserted {
                    let words = problem.hasSuffix(".") ? String(problem.dropLast()) : problem
                    problems.append(
                        ConfigurationProblem(
                            definition.origin, "job", "for the seller \(seller.id): \(words)", "correct the job"))
                }
            }
        }
        return problems
    }
}
