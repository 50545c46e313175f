import JobModel
import JobStore
import Overview

extension WorkerOverview {
    /// Every worker that has announced itself, the longest at work first.
    static func all(_ session: QueueSession) async throws -> [WorkerOverview] {
        let rows = try await session.store.workers()
        guard !rows.isEmpty else { return [] }
        return all(
            rows, running: try await session.store.runningJobs(),
            isLockHeld: try await session.lockHolder() != nil, lease: session.configuration.worker.lease,
            now: session.composition.now)
    }
}
