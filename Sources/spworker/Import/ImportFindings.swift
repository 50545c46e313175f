/// What reading the settings of another client brings up. Names keys and lines, never values.
struct ImportFindings: Sendable {
    /// What must be mended before anything is taken over.
    private(set) var problems: [ConfigurationProblem] = []
    /// What is not taken over, or was assumed.
    private(set) var notices: [String] = []

    mutating func report(_ origin: SettingOrigin, _ path: String, _ message: String, _ cure: String) {
        problems.append(ConfigurationProblem(origin, path, message, cure))
    }

    mutating func notice(_ text: String) {
        if !notices.contains(text) { notices.append(text) }
    }
}
