import JobModel

/// Decides by name and age which temporary files in the output directory nobody comes back to.
///
/// No row says whose they are: they were there before anything could be written down. They are hidden, end in `.part`,
/// and tell the number of the job that they were written for; whatever has no such name is somebody else's. They are
/// written by a run that goes on, or were left by one that was killed, so they go after a week at the latest. An open
/// job keeps its part whatever the age: a parked job of many pages may come back to it after weeks, and a quarantined
/// one waits for a person who may want to look.
struct PartRetention: Sendable, Hashable {
    /// The longest that a part is kept.
    static let longest = Duration.seconds(7 * 86_400)

    /// How long outputs are kept.
    let outputs: Duration

    /// The job that must have ended before a file goes which was last written so long ago; `nil` when it stays.
    func job(of name: String, age: Duration) -> JobID? {
        guard name.hasPrefix("."), name.hasSuffix(".part"), age > min(outputs, Self.longest) else { return nil }
        // `.42.json.42-3.part` and `.42.json.42.part` belong to job 42.
        let mark = name.dropFirst().split(separator: ".", omittingEmptySubsequences: false).dropLast()
        guard mark.count > 1,
            let number = mark.last?.split(separator: "-", omittingEmptySubsequences: false).first.flatMap({ Int64($0) }
            ), number > 0
        else { return nil }
        return JobID(number)
    }
}
