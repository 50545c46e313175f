package import JobModel

extension ClientSecretAge {
    /// The age for people, such as `152 days`.
    package func told(_ now: Timestamp) -> String { counted(days(at: now), "day") }

    /// How it looks.
    package func style(_ now: Timestamp) -> Style? {
        switch urgency(at: now) {
        case .none: nil
        case .soon: .warning
        case .now: .bad
        }
    }
}
