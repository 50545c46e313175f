import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// `spworker sellers resume`.
struct SellersResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Let the jobs of a paused, suspect or parked seller run again.",
        discussion: """
            Ends a pause, and takes a seller that is suspect, revoked or misconfigured for active. Nobody is asked \
            before: when Amazon refuses the seller again, it is suspect and then parked again. 'sellers probe' asks \
            first.

            Example: spworker sellers resume acme --reason 'authorized again'
            """)

    @OptionGroup var target: SellerTarget

    @Option(help: ArgumentHelp("Why, for whoever wonders.", valueName: "text"))
    var reason = "no reason given"

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await QueueSession.run(global) { session in
            let sellers = try await target.resolve(session)
            for seller in sellers where Self.isHeld(seller) {
                try await session.store.change(
                    AuthorizationChange(
                        key: seller.key, state: .active, failure: JobFailure(kind: "resumed", message: reason),
                        actor: session.composition.user, resumes: true))
            }
            if session.console.isJSON {
                session.console.json(.object(["resumed": .array(sellers.map(Self.json))]))
            } else {
                for seller in sellers { session.console.line(Self.words(seller)) }
            }
        }
    }

    private static func isHeld(_ seller: SellerOverview) -> Bool {
        seller.state != .active || seller.row?.pauseReason != nil
    }

    private static func json(_ seller: SellerOverview) -> JSONValue {
        .object([
            "seller": .string(seller.key.seller), "region": .string(seller.key.region),
            "application": .string(seller.key.application), "from": .string(seller.state.word),
            "wasPaused": .bool(seller.row?.pauseReason != nil), "waiting": .count(seller.waiting),
        ])
    }

    /// What became of the seller, as it was before.
    static func words(_ seller: SellerOverview) -> String {
        let name = "\(seller.key.seller)/\(seller.key.region)"
        guard isHeld(seller) else { return "\(name) was neither paused nor held for anything: nothing changed." }
        var text = "\(name) resumed."
        if seller.state != .active {
            text +=
                " It was \(seller.state.word) and is taken for active; if Amazon refuses it again, its jobs wait again."
        }
        guard seller.waiting > 0 else { return text }
        return text + " \(counted(seller.waiting, "waiting job")) \(seller.waiting == 1 ? "goes" : "go") on."
    }
}
