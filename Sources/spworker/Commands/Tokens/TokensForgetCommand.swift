import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// `spworker tokens forget`.
struct TokensForgetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Let the worker drop access tokens: the next call of each seller gets a new one.",
        discussion: """
            Costs one exchange for each. Stored tokens go too. With --all and no region grantless tokens go \
            too. Exit 1 when no worker answers.

            Example: spworker tokens forget --seller acme
            """)

    @OptionGroup var target: TokenTarget
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await QueueSession.run(global) { session in
            let argument = try await target.argument(session)
            let replies = try await WorkerRequests(session).askAll("forget", argument: .object(argument))
            let count = replies.reduce(0) { $0 + $1.answer.number("forgotten") }
            if session.console.isJSON {
                session.console.json(
                    .object(["forgotten": .count(count), "workers": .array(replies.map(\.json))]))
            } else {
                for reply in replies {
                    guard let problem = reply.problem else { continue }
                    Console.printError("error: worker \(reply.worker.title): \(problem.plain)")
                }
                if replies.contains(where: { $0.outcome == .done }) {
                    session.console.line(
                        count == 0 ? "No such token was held." : "\(counted(count, "token")) dropped.")
                }
            }
            if replies.contains(where: { $0.outcome != .done }) { throw Failure(.no) }
        }
    }
}

extension JSONValue {
    /// A member that is a whole number; 0 when it is missing.
    func number(_ name: String) -> Int {
        if case .integer(let value)? = self[name] { Int(value) } else { 0 }
    }
}
