package import JobModel
package import JobStore

extension Deed {
    /// So many jobs are named one by one.
    private static let mostNamed = 10

    /// Something that was done to jobs.
    ///
    /// - Parameter choice: By what they were chosen, in words; `nil` when each was named.
    package init(_ kind: Kind, jobs ids: [JobID], choice: String? = nil, actor: String) {
        self.init(kind, to: .jobs(ids), note: Self.note(ids, choice: choice), actor: actor)
    }

    /// What was done to those of the jobs whose answers tell of a change; nothing when there is none.
    package static func telling<Answer: Sendable>(
        _ kind: Kind, _ ids: [JobID], choice: String? = nil, actor: String,
        _ isChange: @escaping @Sendable (Answer) -> Bool
    ) -> DeedTelling<[Answer]> {
        { answers in
            let changed = zip(ids, answers).filter { isChange($1) }.map(\.0)
            return changed.isEmpty ? nil : Deed(kind, jobs: changed, choice: choice, actor: actor)
        }
    }

    /// The jobs in words: `job 7`, `2 jobs: 7, 9`, `250 jobs from 12 to 999 (failed of acme)`.
    package static func note(_ ids: [JobID], choice: String? = nil) -> String {
        if ids.count == 1, let id = ids.first { return "job \(id)" }
        if ids.count <= mostNamed {
            return "\(counted(ids.count, "job")): \(ids.map { "\($0)" }.joined(separator: ", "))"
        }
        guard let first = ids.min(), let last = ids.max() else { return counted(ids.count, "job") }
        return "\(counted(ids.count, "job")) from \(first) to \(last)" + (choice.map { " (\($0))" } ?? "")
    }
}
