package import JobStore

extension ScheduleResult {
    /// What people call it.
    package var word: String {
        switch self {
        case .good: "succeeded"
        case .failed: "failed"
        case .open: "in the queue"
        case .cancelled: "cancelled"
        case .never: "never ran"
        case .paused: "paused"
        }
    }

    /// What stands for it in addresses and for programs.
    package var key: String {
        switch self {
        case .good: "succeeded"
        case .failed: "failed"
        case .open: "open"
        case .cancelled: "cancelled"
        case .never: "never"
        case .paused: "paused"
        }
    }

    /// How it looks.
    package var style: Style? {
        switch self {
        case .good: .good
        case .failed: .bad
        case .open: .accent
        case .paused: .warning
        case .cancelled, .never: nil
        }
    }

    /// In the order of what needs a look most.
    package static let byUrgency: [ScheduleResult] = [.failed, .never, .paused, .cancelled, .open, .good]
}
