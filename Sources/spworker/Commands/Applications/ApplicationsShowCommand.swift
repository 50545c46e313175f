import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview
import Secrets
import SellerJobs

/// `spworker applications show`.
struct ApplicationsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Tell an application's story: state, since when, why, and what to do.",
        discussion: "Example: spworker applications show main")

    @Argument(help: ArgumentHelp("The application.", valueName: "application"))
    var application: String

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await QueueSession.run(global) { session in
            let found = await ClientSecretAges(session).aged(try await session.application(application))
            let now = session.composition.now
            let late = try await session.store.latestEvents(limit: 5000).filter { $0.application == application }
            let events = Array(late.filter { $0.seller == nil }.prefix(10).reversed())
            if session.console.isJSON {
                session.console.json(found.json(now).adding(["events": .array(events.map(\.json))]))
            } else {
                show(found, late, events, session.console, now: now)
            }
        }
    }

    /// The age of its client secret with where it is known from; `nil` for an application that is not configured.
    private func age(_ found: ApplicationOverview, _ now: Timestamp) -> String? {
        guard found.configured != nil else { return nil }
        guard let age = found.age else {
            return "unknown; say 'secretCreatedAt: YYYY-MM-DD' in the configuration to be warned before its end"
        }
        return "\(age.told(now)), since \(age.createdAt.iso8601) by \(age.source); Amazon accepts it for "
            + "\(ClientSecretAge.lifetime) days, until \(age.endsAt.iso8601)"
    }

    private func show(
        _ found: ApplicationOverview, _ late: [EventRow], _ events: [EventRow], _ console: Console, now: Timestamp
    ) {
        var fields = Fields()
        fields.add("Application", found.name)
        fields.add("State", found.stateText, found.style)
        fields.add("Since", found.row.map { "\($0.since.iso8601) (\($0.since.told(now)))" })
        fields.add("Asked again", found.askedAgain(now))
        fields.add("Sellers", "\(found.sellers), counting each region; 'spworker sellers list' shows them")
        fields.add("Client id", found.configured?.clientID)
        fields.add("Client secret", found.configured?.clientSecret)
        fields.add("Secret age", age(found, now), found.age?.style(now))
        fields.add("Configured", found.configured?.origin ?? "nowhere any more")
        fields.print(to: console)
        for reason in found.row.map({ Explanation.reasons(for: $0, events: late, now: now) }) ?? [] {
            console.line()
            console.line(console.styled(reason.sentence.plain, .warning))
            if let cure = reason.cure { console.line("  -> " + console.styled(cure.plain, .accent)) }
        }
        if !events.isEmpty {
            console.line()
            for event in events { console.line(EventLine(event).text(console)) }
        }
    }
}
