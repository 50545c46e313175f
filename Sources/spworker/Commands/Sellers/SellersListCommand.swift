import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview
import SellerJobs

/// `spworker sellers list`.
struct SellersListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List sellers with the state of their authorization.",
        discussion: "Example: spworker sellers list --json")

    @OptionGroup var global: GlobalOptions

    /// So many reasons are shown why names are left out.
    private static let shownFlaws = 10

    func run() async throws {
        try await QueueSession.run(global) { session in
            let configuration = try await session.configurationWithSellers()
            let sellers = try await SellerOverview.all(configuration, store: session.store).withTokens(session)
            if session.console.isJSON {
                session.console.json(
                    .object([
                        "sellers": .array(sellers.map(\.json)), "leftOut": .texts(configuration.foundFlaws),
                    ]))
            } else {
                show(sellers, session.console, now: session.composition.now)
                show(configuration.foundFlaws, session.console)
            }
        }
    }

    private func show(_ sellers: [SellerOverview], _ console: Console, now: Timestamp) {
        guard !sellers.isEmpty else {
            return console.line(
                "No sellers yet. Add one under 'sellers:' in the configuration, or set SP_REFRESH_TOKEN.")
        }
        // Shown only while somebody must renew.
        let isRenewalDue = sellers.contains { $0.renewal.map { $0.standing(at: now) != .early } ?? false }
        var table = Table(
            [
                ("SELLER", .left), ("REGION", .left), ("STATE", .left), ("SINCE", .left), ("WAITING", .right),
                ("HELD UP", .right), ("LAST EXCHANGE", .left), ("TOKEN AGE", .right),
            ] + (isRenewalDue ? [("RENEW BY", .left)] : []) + [("REASON", .left)])
        for seller in sellers {
            table.add(
                [
                    (seller.key.seller, nil), (seller.key.region, nil), (seller.stateText, seller.style),
                    (seller.row?.since.told(now) ?? "-", .faint), (String(seller.waiting), nil),
                    held(seller),
                    (seller.row?.lastGoodAt?.told(now) ?? "never", .faint),
                    (seller.token?.age(now).rough ?? "-", .faint),
                ] + (isRenewalDue ? [renewal(of: seller, now)] : []) + [(seller.reason?.cut(to: 60) ?? "", nil)])
        }
        table.print(to: console)
        let stuck =
            sellers.first { $0.state != .active }
            ?? sellers.first { $0.renewal.map { $0.standing(at: now) != .early } ?? false }
        if let stuck {
            console.line(console.styled("What to do: spworker sellers show \(stuck.key.seller)", .faint))
        }
    }

    /// Names that were found and make no seller.
    private func show(_ flaws: [String], _ console: Console) {
        for flaw in flaws.prefix(Self.shownFlaws) { console.line(console.styled(sentence(flaw), .warning)) }
        let rest = flaws.count - Self.shownFlaws
        if rest > 0 { console.line(console.styled("\(rest) more are left out: spworker doctor", .faint)) }
    }

    /// How many jobs wait until somebody acts, and what for.
    private func held(_ seller: SellerOverview) -> (String, Style?) {
        if seller.parked > 0 { return ("\(seller.parked) parked", .bad) }
        return seller.paused > 0 ? ("\(seller.paused) paused", .warning) : ("0", nil)
    }

    private func renewal(of seller: SellerOverview, _ now: Timestamp) -> (String, Style?) {
        guard let renewal = seller.renewal else { return ("", nil) }
        let date = YearlyRenewal.date(renewal.renewBy)
        return switch renewal.standing(at: now) {
        case .early: ("", nil)
        case .due: (date, .warning)
        case .passed: (date + " passed", .bad)
        }
    }
}
