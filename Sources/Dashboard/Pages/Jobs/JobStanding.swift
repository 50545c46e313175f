import JobModel

/// Where jobs are wanted to stand: in a state, or waiting for something.
enum JobStanding: Sendable, Hashable {
    case state(JobState)
    case label(JobLabel)

    /// Reads a word of an address.
    init?(_ word: String) {
        let word = word.lowercased()
        if let state = JobState(word: word) {
            self = .state(state)
        } else if let label = JobLabel(rawValue: word) {
            self = .label(label)
        } else {
            return nil
        }
    }

    /// The word of an address.
    var word: String {
        switch self {
        case .state(let state): state.word
        case .label(let label): label.rawValue
        }
    }

    /// The state of its jobs.
    var state: JobState {
        switch self {
        case .state(let state): state
        case .label: .waiting
        }
    }

    /// What its jobs wait for; `nil` where any will do.
    var label: JobLabel? {
        switch self {
        case .state: nil
        case .label(let label): label
        }
    }
}
