/// Figures of a queue that nobody keeps: each is looked up by an index, and counted no further than that is quick.
package struct QueueFigures: Sendable, Hashable {
    /// Waiting jobs of sellers whose authorization is revoked or misconfigured, and that are not paused, counted up to
    /// `mostCounted`.
    package var parkedJobs: Int
    /// Waiting jobs of sellers that somebody has paused, counted up to `mostCounted`.
    package var pausedJobs: Int
    /// The size of the database in bytes; `nil` when there is none.
    package var databaseBytes: Int?

    /// How far jobs are counted. 100,000.
    package static let mostCounted = 100_000

    package init(parkedJobs: Int = 0, pausedJobs: Int = 0, databaseBytes: Int? = nil) {
        self.parkedJobs = parkedJobs
        self.pausedJobs = pausedJobs
        self.databaseBytes = databaseBytes
    }
}
