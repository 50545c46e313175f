import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview
import Ports

/// `spworker workers drain`.
struct WorkersDrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain", abstract: "Ask the workers to stop: runs may end, no new jobs are started.",
        discussion: """
            What SIGTERM does, without knowing the process. A run that has not ended after worker.drain is interrupted \
            and goes on with the next worker. Exit 1 when no worker is running.

            Example: spworker workers drain --wait --wait-timeout 1m
            """)

    @Flag(help: "Wait until the workers are gone.")
    var wait = false

    @Option(help: ArgumentHelp("Stop waiting after this; exit 124.", valueName: "duration"))
    var waitTimeout: String?

    @OptionGroup var global: GlobalOptions

    /// How often it looks whether the workers are gone, in real time.
    private static let pause = Duration.milliseconds(100)

    mutating func validate() throws {
        if waitTimeout != nil, !wait { throw ValidationError("--wait-timeout needs --wait.") }
        if let waitTimeout, Duration(text: waitTimeout) == nil {
            throw ValidationError("--wait-timeout '\(waitTimeout)' is not a duration such as 30s, 5m or 6h.")
        }
    }

    func run() async throws {
        try await QueueSession.run(global) { session in
            let requests = try await WorkerRequests(session)
            let running = Dictionary(
                try await WorkerOverview.all(session).map { ($0.row.id, $0.jobs.count) }, uniquingKeysWith: { $1 })
            let user = session.composition.user
            let replies = try await requests.askAll("drain") { worker in
                Deed(.workersDrained, to: .queue, note: worker.title.cut(to: 500), actor: user)
            }
            if !session.console.isJSON {
                for reply in replies { tell(reply, running: running[reply.worker.id] ?? 0, session.console) }
            }
            let areGone = wait ? try await waitUntilGone(requests, session) : false
            if session.console.isJSON {
                session.console.json(
                    .object([
                        "workers": .array(replies.map(\.json)), "gone": wait ? .bool(areGone) : .null,
                    ]))
            } else if areGone {
                session.console.line("Stopped.")
            }
            if wait, !areGone {
                throw Failure(
                    .timeout, "error: the worker has not stopped yet. 'spworker workers list' tells what it runs.")
            }
            // A worker that ended before it answered has done what was asked.
            if replies.contains(where: { $0.outcome != .done && $0.outcome != .gone }) { throw Failure(.no) }
        }
    }

    private func tell(_ reply: WorkerReply, running: Int, _ console: Console) {
        let title = "Worker \(reply.worker.title)"
        switch reply.outcome {
        case .done:
            console.line(
                "\(title) drains: it starts no new jobs"
                    + (running > 0 ? ", and lets \(counted(running, "run")) end." : "."))
        case .gone: console.line("\(title) has stopped.")
        case .failed, .expired: Console.printError("error: \(title): \(reply.problem?.plain ?? "")")
        }
    }

    /// Waits until the workers have ended. False when the time was over first.
    private func waitUntilGone(_ requests: WorkerRequests, _ session: QueueSession) async throws -> Bool {
        let timekeeper = session.composition.timekeeper
        let limit = waitTimeout.flatMap { Duration(text: $0) }
        let start = timekeeper.monotonic()
        while try await !requests.hasGone() {
            if let limit, timekeeper.monotonic() - start >= limit { return false }
            try await timekeeper.sleep(for: Self.pause * max(1, session.composition.timeScale))
        }
        return true
    }
}
