import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// `spworker sellers probe`.
struct SellersProbeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract: "Let the worker try a seller's credentials anew, and release its jobs if they work.",
        discussion: """
            The worker looks the secrets up again and makes one token exchange. When it works the seller is active, \
            whatever was held against it. Exit 1 when no worker answers, 4 when there was no token. 'sellers check' \
            tries without a worker.

            Example: spworker sellers probe acme --reason 'says that it authorized again'
            """)

    @OptionGroup var target: SellerTarget

    @Option(help: ArgumentHelp("Why, for whoever wonders.", valueName: "text"))
    var reason = "no reason given"

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await QueueSession.run(global) { session in
            let sellers = try await target.resolve(session)
            let requests = try await WorkerRequests(session)
            var probes: [(seller: SellerOverview, reply: WorkerReply)] = []
            for seller in sellers {
                let argument = JSONValue.object([
                    "seller": .string(seller.key.seller), "region": .string(seller.key.region),
                    "application": .string(seller.key.application), "operator": .string(session.composition.user),
                    "why": .string(reason),
                ])
                probes.append((seller, try await requests.askOne("probe", argument: argument)))
            }
            if session.console.isJSON {
                session.console.json(.object(["sellers": .array(probes.map(Self.json))]))
            } else {
                for probe in probes { tell(probe.seller, probe.reply, session.console) }
            }
            if probes.contains(where: { $0.reply.outcome != .done }) { throw Failure(.no) }
            if probes.contains(where: { $0.reply.answer["reason"] != nil }) { throw Failure(.secret) }
        }
    }

    private static func json(_ seller: SellerOverview, _ reply: WorkerReply) -> JSONValue {
        .object([
            "seller": .string(seller.key.seller), "region": .string(seller.key.region),
            "application": .string(seller.key.application), "outcome": .string(reply.outcome.rawValue),
            "state": .text(reply.outcome == .done ? reply.answer["state"]?.string : nil),
            "reason": .text(reply.problem ?? reply.answer["reason"]?.string),
        ])
    }

    private func tell(_ seller: SellerOverview, _ reply: WorkerReply, _ console: Console) {
        let name = "\(seller.key.seller)/\(seller.key.region)"
        if let problem = reply.problem {
            Console.printError("error: \(name) was not tried: \(problem.plain)")
        } else if let reason = reply.answer["reason"]?.string {
            let state = reply.answer["state"]?.string ?? "unknown"
            console.line("\(name) does not work and is \(console.styled(state.plain, .bad)): \(reason.plain)")
            console.line("What to do: spworker sellers show \(seller.key.seller)")
        } else {
            console.line("\(name) works and is \(console.styled("active", .good))." + Self.released(seller))
            if let pause = seller.row?.pauseReason {
                console.line(
                    "It is still paused (\(pause.plain)): spworker sellers resume \(seller.key.seller) --region "
                        + "\(seller.key.region)")
            }
        }
    }

    private static func released(_ seller: SellerOverview) -> String {
        guard seller.state.parksJobs, seller.waiting > 0 else { return "" }
        return " \(counted(seller.waiting, "parked job")) \(seller.waiting == 1 ? "goes" : "go") on."
    }
}
