import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import SQLiteJobStore
import SellerJobs

/// `spworker schedules run`.
struct SchedulesRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Put a definition's job into the queue, for one seller or for all it selects.",
        discussion: """
            Works whether or not a worker runs. With a problem for one seller nothing is put in for any.

            Example: spworker schedules run recent-orders --seller acme
            """)

    @Argument(help: ArgumentHelp("The definition.", valueName: "name"))
    var name: String

    @Option(help: ArgumentHelp("Only this seller, whether the definition selects it or not.", valueName: "id"))
    var seller: String?

    @Option(help: ArgumentHelp("Only in this region: NA, EU or FE.", valueName: "region"))
    var region: String?

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws { try SellerTarget.check(region: region) }

    func run() async throws {
        let composition = try Composition(global)
        let configuration = try await composition.configurationWithSellers(migrates: true)
        let definition = try await definition(composition, configuration)
        let sellers = try sellers(configuration, definition)
        let admission = composition.definitionAdmission(configuration)
        let now = composition.now
        let admitted = try sellers.map {
            try admission.admission(of: definition, for: DefinitionSeller($0), .init(scheduledAt: now), now: now).sample
        }
        var warnings: [String] = []
        for warning in admitted.flatMap(\.warnings) where !warnings.contains(warning) { warnings.append(warning) }
        let store = try await composition.openStore(configuration)
        let enqueued: [Enqueued]
        do {
            enqueued = try await store.enqueue(admitted.map(\.job))
        } catch {
            await store.close()
            throw error
        }
        for warning in warnings { Console.printError("warning: \(warning.plain)") }
        if WorkerLock.holder(databasePath: store.path) == nil {
            Console.printError("note: no worker is running; start one with 'spworker run'.")
        }
        await store.close()
        if composition.console.isJSON {
            composition.console.json(
                .object([
                    "jobs": .array(
                        zip(sellers, enqueued).map { seller, job in
                            .object([
                                "seller": .string(seller.id), "region": .string(seller.region.rawValue),
                                "id": .integer(job.id.value),
                            ])
                        }),
                    "warnings": .texts(warnings),
                ]))
        } else {
            for (seller, job) in zip(sellers, enqueued) {
                composition.console.line(
                    "Job \(job.id): \(definition.name) for \(seller.id)/\(seller.region.rawValue).")
            }
        }
    }

    private func definition(_ composition: Composition, _ configuration: Configuration) async throws -> JobDefinition {
        let folder = composition.definitions(configuration)
        let entries = try await Offload.run { folder.read() }
        for entry in entries {
            if case .success(let definition) = entry.result, definition.name == name { return definition }
        }
        // The one that is meant may be the one that cannot be read.
        let problems = entries.flatMap { entry in
            if case .failure(let error) = entry.result { return error.problems } else { return [] }
        }
        let names = entries.compactMap { try? $0.result.get().name }
        let near = NearestNames(to: name).nearest(among: names)
        let hint =
            near.isEmpty ? "'spworker schedules list' shows all." : "Did you mean \(near.joined(separator: " or "))?"
        let more =
            problems.isEmpty ? "" : "\n" + ConfigurationError(problems).text(in: "definitions that cannot be used")
        throw Failure(
            .usage, "error: there is no definition '\(name.plain)' in \(configuration.jobs). \(hint)\(more)")
    }

    private func sellers(_ configuration: Configuration, _ definition: JobDefinition) throws -> [SellerSettings] {
        let sellers = configuration.sellers.filter { entry in
            (seller == nil ? definition.sellers.includes(DefinitionSeller(entry)) : entry.id == seller)
                && (region == nil || entry.region.rawValue == region?.uppercased())
        }
        guard !sellers.isEmpty else {
            let what = seller.map { "no seller '\($0.plain)'" } ?? "no seller that the definition selects"
            throw Failure(
                .usage,
                "error: \(what)\(region.map { " in region \($0.uppercased())" } ?? "") is in the configuration. "
                    + "'spworker sellers list' shows all."
                    + (configuration.foundNote.isEmpty ? "" : " \(configuration.foundNote)"))
        }
        return sellers
    }
}
