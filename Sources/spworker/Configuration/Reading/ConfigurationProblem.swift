import Overview

/// One thing that is wrong with the configuration. Never holds a secret.
package struct ConfigurationProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where it stands.
    package let origin: SettingOrigin
    /// The key, as a path such as `worker.concurrency`; empty when the problem is not about one key.
    package let path: String
    /// What is wrong.
    package let message: String
    /// What would be right.
    package let cure: String

    init(_ origin: SettingOrigin, _ path: String, _ message: String, _ cure: String) {
        self.origin = origin
        self.path = path
        self.message = message
        self.cure = cure
    }

    package var description: String {
        let subject = path.isEmpty ? "" : "\(path): "
        return "\(origin): \(subject)\(message); \(cure)"
    }
}

/// Everything that is wrong with the configuration, in the order in which it stands there.
package struct ConfigurationError: Error, Sendable, CustomStringConvertible {
    /// The problems; at least one.
    package let problems: [ConfigurationProblem]

    init(_ problems: [ConfigurationProblem]) {
        self.problems = problems.enumerated().sorted { left, right in
            if left.element.origin.precedes(right.element.origin) { return true }
            if right.element.origin.precedes(left.element.origin) { return false }
            return left.offset < right.offset
        }.map(\.element)
    }

    package var description: String { text(in: "the configuration") }

    /// Every problem on a line, below a head that says how many there are and where.
    func text(in place: String) -> String {
        (["\(counted(problems.count, "problem")) in \(place):"] + problems.map { "  \($0)" }).joined(separator: "\n")
    }
}
