import JobModel
import JobStore

/// What became of jobs that somebody wanted to change.
struct JobDeedEnd: Sendable {
    let action: JobDeeds.Action
    private(set) var done: [JobID] = []
    /// Jobs that run: their worker was asked to stop them.
    private(set) var requested: [JobID] = []
    /// Those that lost a deadline that had passed.
    private(set) var deadlinesDropped: [JobID] = []
    /// Those that were not changed, by the reason.
    private(set) var refused: [Reason: [JobID]] = [:]

    /// Why a job was not changed.
    enum Reason: Int, Sendable, Hashable, Comparable {
        case needsConfirmation, open, succeeded, duplicate, ended, unknown

        static func < (left: Reason, right: Reason) -> Bool { left.rawValue < right.rawValue }

        /// In words, with how many it concerns.
        func words(_ ids: [JobID]) -> String {
            let isOne = ids.count == 1
            return switch self {
            case .needsConfirmation:
                isOne
                    ? "its last call may have had its effect: look at Amazon, then tick the box to repeat it"
                    : "their last calls may have had their effect: look at Amazon, then tick the box to repeat them"
            case .open: isOne ? "it has not ended" : "they have not ended"
            case .succeeded: isOne ? "it succeeded; put in a new job to do it once more" : "they succeeded"
            case .duplicate: "another open job has the same unique key"
            case .ended: isOne ? "it has ended already" : "they have ended already"
            case .unknown: isOne ? "it is gone" : "they are gone"
            }
        }
    }

    init(action: JobDeeds.Action) { self.action = action }

    mutating func add(_ answer: RetryAnswer, _ id: JobID) {
        switch answer {
        case .reopened(let deadline):
            done.append(id)
            if deadline != nil { deadlinesDropped.append(id) }
        case .open: refuse(id, .open)
        case .needsConfirmation: refuse(id, .needsConfirmation)
        case .succeeded: refuse(id, .succeeded)
        case .duplicate: refuse(id, .duplicate)
        case .unknown: refuse(id, .unknown)
        }
    }

    mutating func add(_ answer: CancelAnswer, _ id: JobID) {
        switch answer {
        case .cancelled: done.append(id)
        case .requested: requested.append(id)
        case .ended: refuse(id, .ended)
        case .unknown: refuse(id, .unknown)
        }
    }

    private mutating func refuse(_ id: JobID, _ reason: Reason) { refused[reason, default: []].append(id) }

    /// What is told of it.
    ///
    /// - Parameter hasMore: Whether there may be more jobs of the same choice.
    func notice(hasMore: Bool = false) -> Notice {
        var sentences: [String] = []
        if !done.isEmpty {
            let verb =
                action == .retry ? (done.count == 1 ? "waits again" : "wait again") : Self.were(done, "cancelled")
            sentences.append("\(Self.named(done)) \(verb).")
        }
        if !requested.isEmpty {
            let runs = requested.count == 1 ? "runs and was" : "run and were"
            sentences.append("\(Self.named(requested)) \(runs) asked to stop.")
        }
        if !deadlinesDropped.isEmpty {
            sentences.append(
                "The deadline of \(Words.counted(deadlinesDropped.count, "job")) had passed and is dropped.")
        }
        for (reason, ids) in refused.sorted(by: { $0.key < $1.key }) {
            let verb = action == .retry ? "reopened" : "cancelled"
            sentences.append("\(Self.named(ids)) \(Self.were(ids, "not \(verb)")): \(reason.words(ids)).")
        }
        let isChanged = !done.isEmpty || !requested.isEmpty
        if !isChanged, refused.isEmpty { sentences.append("No jobs match; nothing was changed.") }
        if hasMore { sentences.append("More may match: do it again.") }
        let isWhole = refused.isEmpty && !hasMore && deadlinesDropped.isEmpty
        return Notice(isChanged ? (isWhole ? .good : .warning) : .bad, sentences.joined(separator: " "))
    }

    private static func were(_ ids: [JobID], _ verb: String) -> String { "\(ids.count == 1 ? "was" : "were") \(verb)" }

    private static func named(_ ids: [JobID]) -> String {
        ids.count == 1 ? "Job \(ids[0])" : Words.counted(ids.count, "job")
    }
}
