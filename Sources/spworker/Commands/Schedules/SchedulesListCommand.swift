import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// `spworker schedules list`.
struct SchedulesListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the definitions: when each fires, and for how many sellers.",
        discussion: """
            With --seller it shows where every definition stands for that seller.

            Example: spworker schedules list --json
            """)

    @Option(help: ArgumentHelp("Where each definition stands for this seller.", valueName: "id"))
    var seller: String?

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        if let seller { return try await list(of: seller) }
        let composition = try Composition(global)
        let configuration = try await composition.configurationWithSellers(migrates: false)
        let folder = composition.definitions(configuration)
        let entries = try await Offload.run { folder.read() }
        let sellers = configuration.sellers.map { DefinitionSeller($0) }
        let summaries = try await summaries(composition, configuration)
        let usable = entries.compactMap { entry in (try? entry.result.get()).map { (entry.path, $0) } }
        let definitions = usable.sorted { $0.1.name < $1.1.name }.map { path, definition in
            ScheduleOverview(definition, path: path, sellers: sellers, summary: summaries[definition.name])
        }
        if composition.console.isJSON {
            composition.console.json(.object(["definitions": .array(definitions.map(\.json))]))
        } else if entries.isEmpty {
            composition.console.line(
                "No definitions in \(configuration.jobs). 'spworker init' writes some to begin with.")
        } else if !definitions.isEmpty {
            ScheduleOverview.table(definitions, now: composition.now).print(to: composition.console)
        }
        let broken = entries.count - definitions.count
        if broken > 0 {
            Console.printError(
                "note: \(counted(broken, "file")) cannot be used; 'spworker schedules validate' says why.")
        }
    }

    /// What the database knows of each definition; nothing when there is none yet.
    private func summaries(
        _ composition: Composition, _ configuration: Configuration
    ) async throws -> [String: ScheduleSummary] {
        guard let store = try await composition.openExistingStore(configuration) else { return [:] }
        do {
            let summaries = try await store.scheduleSummaries()
            await store.close()
            return Dictionary(summaries.map { ($0.definition, $0) }) { first, _ in first }
        } catch {
            await store.close()
            throw error
        }
    }

    private func list(of seller: String) async throws {
        try await QueueSession.run(global) { session in
            let rows = try await session.store.schedules(
                matching: ScheduleFilter(seller: seller, isActive: true, limit: 10_000))
            if session.console.isJSON {
                session.console.json(.object(["schedules": .array(rows.map(\.json))]))
                return
            }
            guard !rows.isEmpty else {
                session.console.line("No definition selects the seller '\(seller.plain)', or no worker has run since.")
                return
            }
            let now = session.composition.now
            var table = Table([
                ("NAME", .left), ("REGION", .left), ("NEXT", .left), ("LAST SUCCESS", .left), ("CURSOR", .left),
                ("LAST JOB", .right),
            ])
            for row in rows {
                table.add([
                    row.key.definition, row.key.region,
                    row.pauseReason.map { "paused: \($0.cut(to: 40))" } ?? row.nextFireAt.map { $0.told(now) }
                        ?? "by hand",
                    row.lastSuccessAt.map { $0.told(now) } ?? "never", row.cursor ?? "-",
                    row.lastJob.map { "\($0)" } ?? "-",
                ])
            }
            table.print(to: session.console)
        }
    }
}
