import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue

/// `spworker tokens warm`.
struct TokensWarmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "warm", abstract: "Let the worker get access tokens now for sellers that have none.",
        discussion: """
            Finds out early who has left, and spares the first calls the exchange. Parked sellers are left alone: 'sellers \
            probe' tries them. Exit 1 when no worker answers, 4 when a token could not be had.

            Example: spworker tokens warm --all
            """)

    @OptionGroup var target: TokenTarget
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await QueueSession.run(global) { session in
            let argument = try await target.argument(session)
            let requests = try await WorkerRequests(session)
            let tally = try await Self.warm(argument, requests, session)
            if session.console.isJSON {
                session.console.json(tally.json)
            } else {
                tally.print(to: session.console)
            }
            if tally.trouble != nil { throw Failure(.no) }
            // Whoever names a seller wants a token of it; among all of them a parked one is no surprise.
            if tally.refused > 0 || (!target.all && tally.parked > 0) { throw Failure(.secret) }
        }
    }

    /// Asks again until the worker has looked at every seller: one answer may take no longer than a minute.
    private static func warm(
        _ argument: [String: JSONValue], _ requests: WorkerRequests, _ session: QueueSession
    ) async throws -> TokenTally {
        let console = session.console
        var argument = argument
        var tally = TokenTally()
        while true {
            let reply = try await requests.askOne("warm", argument: .object(argument))
            tally.add(reply)
            guard reply.outcome == .done, let after = reply.answer["after"], after != .null else { break }
            argument["after"] = after
            if console.isTerminal, !console.isJSON { console.raw("\r\u{1B}[K\(tally.count) sellers so far") }
        }
        if console.isTerminal, !console.isJSON { console.raw("\r\u{1B}[K") }
        return tally
    }
}
