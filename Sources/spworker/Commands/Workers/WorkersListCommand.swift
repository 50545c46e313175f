import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// `spworker workers list`.
struct WorkersListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List workers and how many jobs each of them runs.",
        discussion: """
            With --json the running jobs' numbers are told too.

            Example: spworker workers list --json
            """)

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await QueueSession.run(global) { session in
            let workers = try await WorkerOverview.all(session)
            if session.console.isJSON {
                session.console.json(.object(["workers": .array(workers.map(\.json))]))
            } else {
                show(workers, session.console, now: session.composition.now)
            }
        }
    }

    private func show(_ workers: [WorkerOverview], _ console: Console, now: Timestamp) {
        guard !workers.isEmpty else { return console.line("No worker is running. Start one with 'spworker run'.") }
        var table = Table([
            ("WORKER", .left), ("HOST", .left), ("PROCESS", .right), ("VERSION", .left), ("STATE", .left),
            ("RUNNING", .right), ("STARTED", .left), ("HEARD OF", .left),
        ])
        for worker in workers {
            table.add([
                (String(worker.row.id.value.prefix(8)), nil), (worker.row.host.cut(to: 40), nil),
                (String(worker.row.pid), nil), (worker.row.version.cut(to: 20), .faint),
                (worker.standing.rawValue, worker.style),
                (String(worker.jobs.count), worker.jobs.isEmpty ? nil : .accent),
                (worker.row.startedAt.told(now), .faint), (worker.heardAt.told(now), .faint),
            ])
        }
        table.print(to: console)
        for worker in workers where worker.standing == .running {
            guard let obstacle = worker.row.obstacle else { continue }
            console.line("\(worker.row.id.value.prefix(8)) claims no jobs for now: \(obstacle.plain)")
        }
        let words = Set(workers.map(\.standing))
        if words.contains(.gone) {
            console.line("A worker that is gone died without a word. 'spworker run' takes its jobs back.")
        } else if words.contains(.silent) {
            console.line("A silent worker has not been heard of in time: look at its log, restart it if it hangs.")
        }
    }
}
