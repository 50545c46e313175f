import JobModel
import JobStore
import Overview

extension JobTargets {
    /// What the history tells of what was done to the jobs; nothing when it was done to none.
    func telling<Answer: Sendable>(
        _ kind: Deed.Kind, _ ids: [JobID], in session: QueueSession, _ isChange: @escaping @Sendable (Answer) -> Bool
    ) -> DeedTelling<[Answer]> {
        Deed.telling(kind, ids, choice: isBulk ? words : nil, actor: session.composition.user, isChange)
    }
}
