import ArgumentParser
import Secrets

/// `spworker doctor`.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Find out what is wrong, and what to do about it. Exit 1 when something is.",
        discussion: """
            Looks at the configuration, job definitions, hooks, files, database, worker, every secret (where it comes \
            from, never what it is), the ways to Amazon and the clock. Then it gets a token for a few sellers and makes one \
            harmless call for each, inside the usage plan. It changes nothing.

            Example: spworker doctor --seller acme
            """)

    @Option(help: ArgumentHelp("Only this seller; it is tried.", valueName: "seller"))
    var seller: String?

    @Option(help: ArgumentHelp("Only in this region: NA, EU or FE.", valueName: "region"))
    var region: String?

    @Flag(help: "Try every seller, up to 1000. Otherwise five, or one of each application and region.")
    var all = false

    @Flag(help: "Show all that is fine, and every problem.")
    var verbose = false

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        try SellerTarget.check(region: region)
        if all, seller != nil { throw ValidationError("Name a seller or say --all, not both.") }
    }

    func run() async throws {
        let composition = try Composition(global)
        let report = try await report(composition).mapped { composition.redactor.redact($0) }
        let console = composition.console
        if console.isJSON {
            console.json(report.json(now: composition.now))
        } else {
            DoctorScreen(report, isVerbose: verbose, width: console.isTerminal ? console.width : nil).print(to: console)
        }
        if !report.isGood { throw Failure(.no) }
    }

    private func report(_ composition: Composition) async throws -> DoctorReport {
        let configuration: Configuration
        do {
            configuration = try await composition.configurationWithSellers(migrates: false)
        } catch let error as ConfigurationError {
            var report = DoctorReport()
            report.add(ConfigurationCondition.findings(error))
            return report
        }
        let selection = try DoctorSelection(configuration.sellers, seller: seller, region: region, all: all)
        return await Doctor(
            composition: composition, configuration: configuration, selection: selection,
            aws: await composition.awsDoor(configuration)
        ).examine()
    }
}
