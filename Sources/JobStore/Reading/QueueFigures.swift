package import JobModel

/// Figures of a queue that nobody keeps: each is looked up by an index, and counted no further than that is quick.
package struct QueueFigures: Sendable, Hashable {
    /// When the job that could be claimed first became due; `nil` when none can be claimed now. Of many lanes that are
    /// due, those that have been so for longest are looked at.
    package var oldestReadyAt: Timestamp?
    /// Waiting jobs whose seller's authorization is revoked, misconfigured or paused, counted up to `mostCounted`.
    package var parkedJobs: Int
    /// The size of the database in bytes; `nil` when there is none.
    package var databaseBytes: Int?

    /// How far jobs are counted. 100,000.
    package static let mostCounted = 100_000
    /// How many due lanes are looked at. 16.
    package static let lanesLookedAt = 16

    package init(oldestReadyAt: Timestamp? = nil, parkedJobs: Int = 0, databaseBytes: Int? = nil) {
        self.oldestReadyAt = oldestReadyAt
        self.parkedJobs = parkedJobs
        self.databaseBytes = databaseBytes
    }
}
