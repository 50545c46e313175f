import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview
import Secrets
import SellerJobs

/// `spworker sellers show`.
struct SellersShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Tell a seller's story: state, since when, why, and what to do.",
        discussion: "Example: spworker sellers show acme --region EU")

    @OptionGroup var target: SellerTarget
    @OptionGroup var global: GlobalOptions

    /// So many of the seller's last events are shown.
    private static let shownEvents = 20

    func run() async throws {
        try await QueueSession.run(global) { session in
            let sellers = try await target.resolve(session).withTokens(session)
            var stories: [SellerStory] = []
            for seller in sellers { stories.append(try await Self.story(of: seller, session)) }
            if session.console.isJSON {
                session.console.json(.object(["sellers": .array(stories.map(\.json))]))
            } else {
                for (index, story) in stories.enumerated() {
                    if index > 0 { session.console.line() }
                    show(story, session.console)
                }
            }
        }
    }

    private static func story(of seller: SellerOverview, _ session: QueueSession) async throws -> SellerStory {
        let application = try await session.store.applications().first { $0.name == seller.key.application }
        return SellerStory(
            seller: seller, application: application,
            events: try await session.store.latestEvents(of: seller.key, limit: Self.shownEvents * 5),
            applicationEvents: application?.pauseReason == nil ? [] : try await session.store.latestEvents(limit: 500),
            grace: session.configuration.revocation.policy.grace,
            probeEvery: session.configuration.revocation.policy.probeEvery, now: session.composition.now)
    }

    private func show(_ story: SellerStory, _ console: Console) {
        let (seller, now) = (story.seller, story.now)
        func told(_ instant: Timestamp?) -> String? { instant.map { "\($0.iso8601) (\($0.told(now)))" } }
        var fields = Fields()
        fields.add("Seller", "\(seller.key.seller) in \(seller.key.region)")
        fields.add("Application", seller.key.application)
        fields.add("State", seller.stateText, seller.style)
        fields.add("Since", told(seller.row?.since))
        fields.add(
            "Authorized",
            seller.renewal.map {
                "\(YearlyRenewal.date($0.authorizedAt)), to be renewed by \(YearlyRenewal.date($0.renewBy)) "
                    + "(\($0.renewBy.told(now)))"
            })
        fields.add("Last exchange", told(seller.row?.lastGoodAt) ?? "never")
        fields.add("First failure", told(story.firstFailureAt))
        fields.add("Tried next", story.nextProbeText)
        fields.add(
            "Access token",
            seller.token.map { token in
                let end = token.expiresAt > now ? "expires \(token.expiresAt.told(now))" : "expired"
                return "\(token.age(now).rough) old, \(end)"
            } ?? "none is held")
        fields.add("Jobs", story.jobsText)
        fields.add("Seller id", seller.configured?.sellerID)
        fields.add("Marketplaces", seller.configured.map { $0.marketplaces.map(\.countryCode).joined(separator: ", ") })
        fields.add("Refresh token", seller.configured?.refreshToken)
        fields.add(
            "Configured", seller.configured?.origin ?? "nowhere any more: its jobs wait until it is back")
        fields.print(to: console)
        for reason in story.reasons {
            console.line()
            console.line(console.styled(reason.sentence.plain, .warning))
            if let cure = reason.cure { console.line("  -> " + console.styled(cure.plain, .accent)) }
        }
        if !seller.lanes.isEmpty {
            console.line()
            LaneTable(seller.lanes, now: now).print(to: console)
        }
        let lines = story.lines.suffix(Self.shownEvents)
        guard !lines.isEmpty else { return }
        console.line()
        console.line("What happened:")
        for line in lines {
            let text = line.style.map { console.styled(line.text.plain, $0) } ?? line.text.plain
            console.line("  \(console.styled(line.at.iso8601, .faint))  \(text)")
        }
    }
}
