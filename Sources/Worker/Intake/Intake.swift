import JobModel
import JobStore
import Logging
import Ports

/// Turns the rows that other programs write into jobs, or answers why not.
struct Intake: Sendable {
    /// Rows answered in one transaction.
    static let batch = 200

    let admit: @Sendable (InboxRow, Timestamp) -> InboxAnswer
    let store: any JobStore
    let timekeeper: any Timekeeper
    let metrics: WorkerMetrics
    let logger: Logger

    /// Answers one batch of rows. Returns whether there may be more.
    func takeIn() async throws -> Bool {
        let rows = try await store.newInboxRows(limit: Self.batch)
        if rows.isEmpty { return false }
        let now = Timestamp(microseconds: timekeeper.wallMicroseconds())
        let answers = rows.map { (id: $0.id, answer: admit($0, now)) }
        try await store.settle(answers)
        var rejected = 0
        for case (let id, .rejected(let reason)) in answers {
            rejected += 1
            logger.warning("An inbox row was rejected.", metadata: ["inbox.id": "\(id)", "reason": "\(reason)"])
        }
        metrics.answered(admitted: rows.count - rejected, rejected: rejected)
        return rows.count == Self.batch
    }
}
