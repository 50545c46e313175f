/// Where a job stands.
public enum JobState: Int, Sendable, Hashable, CaseIterable {
    /// It will run; `JobLabel` says what it waits for.
    case waiting = 0
    /// A worker has it.
    case running = 1
    /// It did what it was asked for.
    case succeeded = 2
    /// It cannot succeed, or its attempts or its deadline are used up.
    case failed = 3
    /// Somebody called it off.
    case cancelled = 4
    /// It crashed its worker three times, or a call was made whose effect is unknown: a person must decide.
    case quarantined = 5

    /// The word that users see.
    public var word: String {
        switch self {
        case .waiting: "waiting"
        case .running: "running"
        case .succeeded: "succeeded"
        case .failed: "failed"
        case .cancelled: "cancelled"
        case .quarantined: "quarantined"
        }
    }

    /// Finds the state that `word` names.
    public init?(word: String) {
        guard let state = JobState.allCases.first(where: { $0.word == word }) else { return nil }
        self = state
    }

    /// Whether the job has ended for those who wait for it.
    public var isFinal: Bool { self != .waiting && self != .running }

    /// Whether the job keeps others with its unique key out.
    public var holdsUniqueKey: Bool { self == .waiting || self == .running || self == .quarantined }
}

/// Why a waiting job was put back, or that it is new.
public enum WaitReason: Int, Sendable, Hashable {
    case new = 0
    case retry = 1
    case snooze = 2
    case throttled = 3
    case interrupted = 4
    case parked = 5
    case lost = 6
}

/// What a waiting job waits for, as users see it.
public enum JobLabel: String, Sendable, Hashable, CaseIterable {
    /// Its turn.
    case ready
    /// The time it was scheduled for.
    case scheduled
    /// The next step of its work, for example the next look at a report.
    case snoozed
    /// The pause after a failed attempt.
    case retrying
    /// Its usage plan.
    case throttled
    /// Its seller's authorization.
    case parked
    /// Somebody to lift a pause.
    case paused
    /// Its application, which Amazon refuses, or an outage to end.
    case blocked
}
