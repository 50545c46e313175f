import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Secrets

/// `spworker sellers show`.
struct SellersShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Tell a seller's story: state, since when, why, and what to do.",
        discussion: "Example: spworker sellers show acme --region EU")

    @OptionGroup var target: SellerTarget
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await QueueSession.run(global) { session in
            let sellers = try await target.resolve(session).withTokens(session)
            let late = try await session.store.latestEvents(limit: 5000)
            if session.console.isJSON {
                session.console.json(
                    .object([
                        "sellers": .array(
                            sellers.map { seller in
                                seller.json.adding([
                                    "lanes": .array(seller.lanes.map(\.json)),
                                    "events": .array(Self.events(of: seller.key, in: late).map(\.json)),
                                ])
                            })
                    ]))
            } else {
                for (index, seller) in sellers.enumerated() {
                    if index > 0 { session.console.line() }
                    show(seller, late, session.console, now: session.composition.now)
                }
            }
        }
    }

    /// The last few events of the seller, oldest first.
    private static func events(of key: AuthorizationKey, in events: [EventRow]) -> [EventRow] {
        events.filter { $0.seller == key.seller && $0.region == key.region && $0.application == key.application }
            .prefix(10).reversed()
    }

    private func show(_ seller: SellerOverview, _ late: [EventRow], _ console: Console, now: Timestamp) {
        var fields = Fields()
        fields.add("Seller", "\(seller.key.seller) in \(seller.key.region)")
        fields.add("Application", seller.key.application)
        fields.add("State", seller.stateText, seller.style)
        fields.add("Since", seller.row.map { "\($0.since.iso8601) (\($0.since.told(now)))" })
        fields.add("Last exchange", seller.row?.lastGoodAt.map { "\($0.iso8601) (\($0.told(now)))" } ?? "never")
        fields.add(
            "Access token",
            seller.token.map { token in
                let end = token.expiresAt > now ? "expires \(token.expiresAt.told(now))" : "expired"
                return "\(token.age(now).rough) old, \(end)"
            } ?? "none is held")
        fields.add("Jobs", "\(seller.waiting) waiting, \(seller.row?.running ?? 0) running")
        fields.add("Seller id", seller.settings?.sellerId)
        fields.add("Marketplaces", seller.settings.map { $0.marketplaces.map(\.countryCode).joined(separator: ", ") })
        fields.add("Refresh token", seller.settings?.refreshToken.description)
        fields.add("Configured", seller.settings.map { "\($0.origin)" } ?? "nowhere any more: its jobs fail")
        fields.print(to: console)
        for reason in seller.row.map({ Explanation.reasons(for: $0, events: late, now: now) }) ?? [] {
            console.line()
            console.line(console.styled(reason.sentence.plain, .warning))
            if let cure = reason.cure { console.line("  -> " + console.styled(cure.plain, .accent)) }
        }
        if !seller.lanes.isEmpty {
            console.line()
            LaneTable(seller.lanes, now: now).print(to: console)
        }
        let events = Self.events(of: seller.key, in: late)
        if !events.isEmpty {
            console.line()
            for event in events { console.line(EventLine(event).text(console)) }
        }
    }
}
