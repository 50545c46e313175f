import JobModel
import JobStore
import Overview

extension JobTargets {
    /// Writes into the history what was done to the jobs; nothing when it was done to none.
    func record(_ kind: Deed.Kind, _ ids: [JobID], in session: QueueSession) async throws {
        guard !ids.isEmpty else { return }
        try await session.store.record(
            Deed(kind, jobs: ids, choice: isBulk ? words : nil, actor: session.composition.user))
    }

    /// The jobs in words: `job 7`, `2 jobs: 7, 9`, `250 jobs from 12 to 999 (failed of acme)`.
    func note(_ ids: [JobID]) -> String { Deed.note(ids, choice: isBulk ? words : nil) }
}
