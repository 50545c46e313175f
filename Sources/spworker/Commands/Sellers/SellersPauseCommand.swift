import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview
import Ports

/// `spworker sellers pause`.
struct SellersPauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Start no jobs of a seller until it is resumed.",
        discussion: "Example: spworker sellers pause acme --reason 'stock count'")

    @OptionGroup var target: SellerTarget

    @Option(help: ArgumentHelp("Why, for whoever wonders.", valueName: "text"))
    var reason = "no reason given"

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await QueueSession.run(global) { session in
            let sellers = try await target.resolve(session)
            for seller in sellers {
                try await session.store.pause(seller.key, reason: reason, actor: session.composition.user)
            }
            if session.console.isJSON {
                session.console.json(
                    .object([
                        "paused": .array(
                            sellers.map {
                                .object(["seller": .string($0.key.seller), "region": .string($0.key.region)])
                            })
                    ]))
            } else {
                for seller in sellers { session.console.line("\(seller.key.seller)/\(seller.key.region) paused.") }
            }
        }
    }
}

extension Composition {
    /// Who gives commands, for the record of events.
    var user: String { environment.value("USER").flatMap { $0.isEmpty ? nil : $0 } ?? "command" }
}
