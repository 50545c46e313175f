import ArgumentParser
import JobModel
import Overview

/// Reads what jobs commands are given.
enum JobArgument {
    /// A job's number.
    static func id(_ text: String) throws -> JobID {
        guard let number = Int64(text), number > 0 else {
            throw ValidationError("'\(text.plain)' is not a job's number.")
        }
        return JobID(number)
    }

    /// What a waiting job waits for.
    static func label(_ text: String) throws -> JobLabel {
        if let label = JobLabel(rawValue: text.lowercased()) { return label }
        if JobState(word: text.lowercased()) != nil {
            throw ValidationError("'\(text)' is a state, not a label of waiting jobs: say --state \(text).")
        }
        let words = JobLabel.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("'\(text.plain)' is none of \(words).")
    }
}
