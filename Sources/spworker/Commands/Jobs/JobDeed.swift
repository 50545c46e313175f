import JobModel
import JobStore
import Overview

extension JobTargets {
    /// So many jobs are named one by one.
    private static let mostNamed = 10

    /// Writes into the history what was done to the jobs; nothing when it was done to none.
    func record(_ kind: Deed.Kind, _ ids: [JobID], in session: QueueSession) async throws {
        guard !ids.isEmpty else { return }
        try await session.store.record(
            Deed(kind, to: .jobs(ids), note: note(ids), actor: session.composition.user))
    }

    /// The jobs in words: `job 7`, `2 jobs: 7, 9`, `250 jobs from 12 to 999 (failed of acme)`.
    func note(_ ids: [JobID]) -> String {
        if ids.count == 1, let id = ids.first { return "job \(id)" }
        if ids.count <= Self.mostNamed {
            return "\(counted(ids.count, "job")): \(ids.map { "\($0)" }.joined(separator: ", "))"
        }
        guard let first = ids.min(), let last = ids.max() else { return counted(ids.count, "job") }
        return "\(counted(ids.count, "job")) from \(first) to \(last)" + (isBulk ? " (\(words))" : "")
    }
}
