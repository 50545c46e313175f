import JobModel

/// Decides by name and age which files of the output directory have been kept long enough.
///
/// A job's row goes long before its file does, so no row says whose a file is or when it may go: its age does, by the time it
/// was last written. Hidden files are somebody else's, but for those that end in `.part`: they are written by a run that goes
/// on, or were left by one that was killed. Nobody reads them, so they go after a week at the latest. Where the name tells a
/// job's number, an open job keeps its file whatever the age: a parked job of many pages may come back to its part after
/// weeks, and a quarantined one waits for a person who may want to look.
struct OutputRetention: Sendable, Hashable {
    /// What is to be done with a file.
    enum Verdict: Sendable, Hashable {
        case keep
        case delete
        /// Delete it when the job has ended or is not there any more.
        case deleteUnlessOpen(JobID)
    }

    /// The longest that a part is kept.
    static let longestPart = Duration.seconds(7 * 86_400)

    /// How long results are kept.
    let outputs: Duration

    /// What is to be done with a file that was last written so long ago.
    func verdict(name: String, age: Duration) -> Verdict {
        let isPart = name.hasPrefix(".") && name.hasSuffix(".part")
        if name.hasPrefix("."), !isPart { return .keep }
        guard age > (isPart ? min(outputs, Self.longestPart) : outputs) else { return .keep }
        let job = isPart ? Self.job(ofPart: name) : Self.job(ofResult: name)
        return job.map { .deleteUnlessOpen($0) } ?? .delete
    }

    /// `.42.json.42-3.part` and `.42.json.42.part` belong to job 42.
    private static func job(ofPart name: String) -> JobID? {
        name.split(separator: ".").dropLast().last?.split(separator: "-").first.flatMap(number)
    }

    /// `42.json`, the standard name, belongs to job 42.
    private static func job(ofResult name: String) -> JobID? {
        name.split(separator: ".").first.flatMap(number)
    }

    private static func number(_ text: Substring) -> JobID? {
        Int64(text).flatMap { $0 > 0 ? JobID($0) : nil }
    }
}
