import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// `spworker workers reload`.
struct WorkersReloadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload", abstract: "Let the workers read configuration and secrets again.",
        discussion: """
            What SIGHUP does, and it tells whether it worked. Applications, sellers, endpoints and usage plans change at \
            once, and secrets are looked up anew. database, worker, output, retention, tokens, http, revocation, \
            reports, hooks and dashboard count from the worker's next start.

            A configuration with a mistake changes nothing. This command reads it first: exit 2 when it finds the \
            mistake itself, 1 when a worker does, which may see other variables, or when none is running.

            Example: spworker workers reload
            """)

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await QueueSession.run(global) { session in
            let replies = try await WorkerRequests(session).askAll("reload")
            if session.console.isJSON {
                session.console.json(.object(["workers": .array(replies.map(\.json))]))
            } else {
                for reply in replies { tell(reply, session.console) }
            }
            if replies.contains(where: { $0.outcome != .done }) { throw Failure(.no) }
        }
    }

    private func tell(_ reply: WorkerReply, _ console: Console) {
        let title = "Worker \(reply.worker.title)"
        if let problem = reply.problem {
            let lines = problem.split(separator: "\n").map { String($0).plain }
            Console.printError("error: \(title) keeps what it had: \(lines.joined(separator: "\n"))")
        } else if case .integer(let sellers)? = reply.answer["sellers"] {
            console.line("\(title) has read configuration and secrets again: \(counted(Int(sellers), "seller")).")
        } else {
            console.line("\(title) has read configuration and secrets again.")
        }
    }
}
