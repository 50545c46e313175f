import JobModel
import JobStore
import Overview

/// What is looked up for a job's page.
struct JobSight: Sendable {
    /// So many of the seller's events and of all events are looked at for who paused something.
    private static let mostEvents = 100

    let record: JobRecord
    let attempts: [AttemptRow]
    let outputs: [OutputRow]
    let explanation: Explanation
    /// Why the worker claims no jobs, this one among them; `nil` when it does.
    let obstacle: String?

    /// Looks a job up; `nil` when there is none.
    ///
    /// - Throws: What the store throws.
    init?(_ id: JobID, in installation: any Installation) async throws {
        let store = installation.store
        guard let record = try await store.job(id) else { return nil }
        self.record = record
        attempts = try await store.attempts(of: id)
        outputs = try await store.outputs(of: id)
        let now = installation.now
        let workers = try await store.workers()
        let isAlive = try await installation.workerHolder() != nil
        var events: [EventRow] = []
        if record.label == .paused {
            if let key = record.authorization?.key {
                events = try await store.latestEvents(of: key, limit: Self.mostEvents)
            }
            events += try await store.latestEvents(limit: Self.mostEvents)
        }
        explanation = Explanation(
            of: record, workers: workers, isWorkerAlive: isAlive, events: events,
            coolDown: try await record.coolDown(in: store), perSeller: installation.perSeller,
            grace: installation.grace, now: now)
        // A worker that is gone holds nothing up. What the explanation says already needs no second mention.
        let isTold = explanation.reasons.contains { $0.code == "claimsHeld" }
        obstacle = record.row.state == .waiting && isAlive && !isTold ? workers.obstacle(now: now) : nil
    }
}
