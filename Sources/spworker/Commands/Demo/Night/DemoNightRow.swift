import JobModel
import Overview

/// What one definition did in the night.
struct DemoNightRow: Sendable, Hashable {
    /// A job of it.
    struct Job: Sendable, Hashable {
        let seller: String
        let scheduledAt: Timestamp
        let state: JobState
    }

    let definition: String
    /// The instants that its schedule names and whose time came in the night, by seller; none for one that others run.
    var due: [String: Set<Timestamp>] = [:]
    /// Those whose time came while the worker was still starting: they may have fired or not.
    var early: [String: Set<Timestamp>] = [:]
    /// Whether it may leave a fire out because a job was open, and come up between its fires to catch up.
    var hasCursor = false
    /// How many jobs the definitions before it promised; `nil` for one with a schedule.
    var promised: Int?
    var jobs: [Job] = []

    var succeeded: Int { jobs.count { $0.state == .succeeded } }

    /// What is not as it should be, a sentence each.
    var problems: [String] {
        var problems: [String] = []
        if succeeded != jobs.count {
            problems.append("\(definition): \(counted(jobs.count - succeeded, "job")) did not succeed.")
        }
        if let promised {
            if jobs.isEmpty || jobs.count != promised {
                problems.append("\(definition): \(promised) jobs were to follow; there were \(jobs.count).")
            }
            return problems
        }
        if due.values.allSatisfy(\.isEmpty) {
            problems.append("\(definition) was not due any more: the worker took too long to start.")
        }
        for (seller, due) in due.sorted(by: { $0.key < $1.key }) {
            let fired = jobs.filter { $0.seller == seller }.map(\.scheduledAt)
            let twice = Set(fired.filter { instant in fired.count { $0 == instant } > 1 })
            let missing = hasCursor ? (due.isDisjoint(with: fired) ? due : []) : due.subtracting(fired)
            let strange = hasCursor ? [] : Set(fired).subtracting(due).subtracting(early[seller] ?? [])
            for (instants, words) in [
                (twice, "fired twice for"), (missing, "did not fire for"),
                (strange, "fired, though it was not due, for"),
            ] {
                guard let first = instants.min() else { continue }
                problems.append("\(definition) of \(seller) \(words) \(first.iso8601).")
            }
        }
        return problems
    }
}
