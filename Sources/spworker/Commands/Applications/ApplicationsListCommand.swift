import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview
import Secrets

/// `spworker applications list`.
struct ApplicationsListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List applications with their state.",
        discussion: "Example: spworker applications list --json")

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await QueueSession.run(global) { session in
            let applications = await ClientSecretAges(session).aged(
                try await ApplicationOverview.all(
                    try await session.configurationWithSellers(), store: session.store))
            let console = session.console
            let now = session.composition.now
            if console.isJSON {
                return console.json(.object(["applications": .array(applications.map { $0.json(now) })]))
            }
            guard !applications.isEmpty else {
                return console.line(
                    "No applications yet. Add one under 'applications:' in the configuration, or set SP_CLIENT_ID and SP_CLIENT_SECRET."
                )
            }
            var table = Table([
                ("APPLICATION", .left), ("STATE", .left), ("SINCE", .left), ("SELLERS", .right),
                ("CLIENT SECRET", .left), ("SECRET AGE", .right), ("REASON", .left),
            ])
            for application in applications {
                table.add([
                    (application.name, nil), (application.stateText, application.style),
                    (application.row?.since.told(now) ?? "-", .faint), (String(application.sellers), nil),
                    (application.configured?.clientSecret.plain ?? "-", nil),
                    (application.age?.told(now) ?? "-", application.age?.style(now)),
                    (application.reason?.cut(to: 60) ?? "", nil),
                ])
            }
            table.print(to: console)
            for application in applications {
                guard let again = application.askedAgain(now) else { continue }
                console.line(console.styled("\(application.name): Amazon is asked again \(again).", .faint))
            }
            if let stuck = applications.first(where: { $0.state != .ok }) {
                console.line(console.styled("What to do: spworker applications show \(stuck.name)", .faint))
            }
        }
    }
}
