import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// `spworker jobs show`.
struct JobsShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show everything about one job.",
        discussion: "Example: spworker jobs show 42 --json")

    @Argument(help: ArgumentHelp("The job's number.", valueName: "id"), transform: JobArgument.id)
    var id: JobID

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await QueueSession.run(global) { session in
            let record = try await session.record(id)
            let attempts = try await session.store.attempts(of: id)
            let outputs = try await session.store.outputs(of: id)
            let now = session.composition.now
            var obstacle: String?
            // A worker that is gone holds nothing up.
            if record.row.state == .waiting, try await session.lockHolder() != nil {
                obstacle = try await session.store.workers().obstacle(now: now)
            }
            if session.console.isJSON {
                session.console.json(record.detail(attempts: attempts, outputs: outputs, obstacle: obstacle))
            } else {
                JobPicture(
                    record, attempts, outputs, now: now, output: session.configuration.output.directory,
                    obstacle: obstacle
                ).print(to: session.console)
            }
        }
    }
}

extension QueueSession {
    /// The job, or a failure that says that it is not there.
    func record(_ id: JobID) async throws -> JobRecord {
        guard let record = try await store.job(id) else { throw Self.unknown(id) }
        return record
    }

    /// There is no such job.
    static func unknown(_ id: JobID) -> Failure {
        Failure(
            .no,
            "error: there is no job \(id). Ended jobs are deleted after the time that 'retention' sets; "
                + "'spworker jobs list' shows what is there.")
    }
}
