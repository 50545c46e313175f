package import JobModel

/// Forgetting outputs. They are written down with the checkpoint or the end of the run that wrote them.
package protocol OutputKeeping: Sendable {
    /// Forgets outputs because they are gone, or somebody else's by now. One that was written again meanwhile stays.
    /// Returns how many went. A power cut may undo it: then they are looked at once more.
    func forget(_ outputs: [OutputRow]) async throws -> Int
}

/// Reading what outputs there are.
package protocol OutputReading: Sendable {
    /// What the job has written, in order. It may be there no longer.
    func outputs(of id: JobID) async throws -> [OutputRow]
    /// Outputs that were written before the instant, the oldest first, from those after `mark` on. Those of jobs that
    /// have not ended, or are quarantined, are left out, and so are those that such a job makes something of. Left out are
    /// also those at whose place something was written later: they come when that has gone.
    func outputs(writtenBefore: Timestamp, after mark: OutputMark, limit: Int) async throws -> [OutputRow]
}
