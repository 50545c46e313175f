import JobModel

/// What is counted by the minute, over all sellers and operations.
///
/// The numbers are stored: they keep their meaning for ever.
package enum TallyName: Int, Sendable, Hashable, CaseIterable {
    /// Jobs that were put in.
    case enqueued = 0
    /// Jobs that ended so.
    case succeeded = 1
    case failed = 2
    case cancelled = 3
    case quarantined = 4
    /// Runs that counted as a failed attempt, the last one of a job that failed included.
    case failedAttempts = 5
    /// Calls of Amazon's API that were begun.
    case calls = 6
    /// Calls that Amazon refused for their rate (429).
    case refusedCalls = 7
    /// Tokens that were asked of Amazon's login.
    case exchanges = 8

    /// What counts jobs that ended in the state; `nil` for states that are no end.
    init?(end state: JobState) {
        switch state {
        case .waiting, .running: return nil
        case .succeeded: self = .succeeded
        case .failed: self = .failed
        case .cancelled: self = .cancelled
        case .quarantined: self = .quarantined
        }
    }

    /// The name as programs read it.
    package var word: String {
        switch self {
        case .enqueued: "enqueued"
        case .succeeded: "succeeded"
        case .failed: "failed"
        case .cancelled: "cancelled"
        case .quarantined: "quarantined"
        case .failedAttempts: "failedAttempts"
        case .calls: "calls"
        case .refusedCalls: "refusedCalls"
        case .exchanges: "exchanges"
        }
    }
}
