import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import SellerJobs

/// `spworker schedules run`.
struct SchedulesRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a definition's job now, for one seller or for all it selects.",
        discussion: """
            Works whether or not a worker runs, and for paused definitions too; when the schedule fires next stays as it is. A \
            seller whose last job of the definition has not ended is left out. With a problem for one seller nothing is put \
            in for any.

            Example: spworker schedules run orders-sync --seller acme
            """)

    @Argument(help: ArgumentHelp("The definition.", valueName: "name"))
    var name: String

    @Option(help: ArgumentHelp("Only this seller, whether the definition selects it or not.", valueName: "id"))
    var seller: String?

    @Option(help: ArgumentHelp("Only in this region: NA, EU or FE.", valueName: "region"))
    var region: String?

    @Flag(help: "Also for sellers whose last job of the definition has not ended.")
    var force = false

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws { try SellerTarget.check(region: region) }

    func run() async throws {
        let composition = try Composition(global)
        let configuration = try await composition.configurationWithSellers(migrates: true)
        let choice = DefinitionChoice(name: name, seller: seller, region: region)
        let definition = try await choice.definition(composition, configuration)
        if DefinitionReader.fields(of: definition.job).contains(where: { $0.name == .item }) {
            throw try await choice.needsItem(composition, configuration)
        }
        let sellers = try choice.sellers(configuration, definition)
        let admission = composition.definitionAdmission(DirectoryHolder(composition.directory(configuration)))
        let store = try await composition.openStore(configuration)
        let answers: [HandFireAnswer]
        do {
            var fires: [HandFire] = []
            for seller in sellers {
                let key = ScheduleKey(definition: definition.name, seller: seller.id, region: seller.region.rawValue)
                let job = try admission.job(
                    of: definition, for: seller, at: composition.now, try await store.schedule(key),
                    now: composition.now)
                fires.append(HandFire(key: key, job: job, chain: definition.then?.text))
            }
            answers = try await store.fireByHand(fires, isForced: force, actor: composition.user)
        } catch {
            await store.close()
            throw error
        }
        if try await store.workerHolder(now: composition.now) == nil {
            Console.printError("note: no worker is running; start one with 'spworker run'.")
        }
        await store.close()
        show(Array(zip(sellers, answers)), definition, composition.console)
    }

    private func show(
        _ answers: [(seller: DefinitionSeller, answer: HandFireAnswer)], _ definition: JobDefinition, _ console: Console
    ) {
        if console.isJSON {
            console.json(
                .object([
                    "jobs": .array(
                        answers.map { seller, answer in
                            .object([
                                "seller": .string(seller.id), "region": .string(seller.region.rawValue),
                                "id": .integer(answer.job.value), "isNew": .bool(answer.isNew),
                            ])
                        })
                ]))
            return
        }
        for (seller, answer) in answers {
            let place = "\(seller.id)/\(seller.region.rawValue)"
            console.line(
                answer.isNew
                    ? "Job \(answer.job): \(definition.name) for \(place)."
                    : "Job \(answer.job) of \(definition.name) for \(place) has not ended; nothing was added.")
        }
    }
}

extension HandFireAnswer {
    /// The job that is there now.
    var job: JobID {
        switch self {
        case .fired(let enqueued): enqueued.id
        case .overlapped(let job): job
        }
    }

    /// Whether it was put in now.
    var isNew: Bool {
        if case .fired(.new) = self { true } else { false }
    }
}
