import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview
import SellerJobs

/// `spworker jobs explain`.
struct JobsExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say why a job is not running, and what to do about it.",
        discussion: "Example: spworker jobs explain 42")

    @Argument(help: ArgumentHelp("The job's number.", valueName: "id"), transform: JobArgument.id)
    var id: JobID

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await QueueSession.run(global) { session in
            let record = try await session.record(id)
            let explanation = Explanation(
                of: record, workers: try await session.store.workers(),
                isWorkerAlive: try await session.lockHolder() != nil,
                events: try await session.store.latestEvents(limit: 500),
                coolDown: try await session.coolDown(of: record),
                perSeller: session.configuration.worker.perSeller,
                grace: session.configuration.revocation.policy.grace, now: session.composition.now)
            if session.console.isJSON {
                session.console.json(
                    explanation.json.adding([
                        "id": .integer(id.value), "state": .string(record.row.state.word),
                        "label": .text(record.label?.rawValue),
                    ]))
            } else {
                show(explanation, record, session.console)
            }
        }
    }

    private func show(_ explanation: Explanation, _ record: JobRecord, _ console: Console) {
        let standing = record.standing
        let state = standing.style.map { console.styled(standing.text, $0) } ?? standing.text
        console.line("Job \(id), \(record.operationText) for \(record.sellerText): \(state)")
        for reason in explanation.reasons {
            console.line("  \(reason.sentence.plain)")
            if let cure = reason.cure { console.line("    -> " + console.styled(cure.plain, .accent)) }
        }
    }
}

extension QueueSession {
    /// What is known against the next call of a job when that orders a report. Bodies in files are not looked at.
    fileprivate func coolDown(of record: JobRecord) async throws -> CoolDownRow? {
        guard let key = record.authorization?.key, let type = Self.ordered(by: record) else { return nil }
        return try await store.coolDown(of: key, scope: ReportCoolDown.scope(of: type))
    }

    private static func ordered(by record: JobRecord) -> String? {
        let row = record.row
        if row.kind == "report" {
            return ReportTypeGate.isOrder(record.lane.key.operation) ? row.operation : nil
        }
        return record.content?.body.flatMap { ReportTypeGate.reportType(of: row.operation, body: $0.utf8) }
    }
}
