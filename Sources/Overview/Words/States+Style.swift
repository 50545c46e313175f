package import JobModel
package import JobStore

extension JobState {
    /// How the state looks.
    package var style: Style? {
        switch self {
        case .waiting: nil
        case .running: .accent
        case .succeeded: .good
        case .cancelled: .faint
        case .failed, .quarantined: .bad
        }
    }
}

extension JobRecord {
    /// What stands in a state column: what a waiting job waits for, or its state.
    package var standing: (text: String, style: Style?) {
        guard let label else { return (row.state.word, row.state.style) }
        let style: Style? =
            switch label {
            case .parked, .blocked: .bad
            // Somebody wanted it so.
            case .retrying, .throttled, .paused: .warning
            case .ready, .scheduled, .snoozed: nil
            }
        return (label.rawValue, style)
    }
}

extension AuthorizationState {
    /// How the state looks.
    package var style: Style? {
        switch self {
        case .active: .good
        case .suspect: .warning
        case .revoked, .misconfigured: .bad
        }
    }
}

extension ApplicationState {
    /// How the state looks.
    package var style: Style? {
        switch self {
        case .ok: .good
        case .suspect: .warning
        case .stopped: .bad
        }
    }
}
