package import JobModel
package import JobStore

/// Knows the definitions that may follow others.
package protocol ChainBook: Sendable {
    /// What makes the jobs of a definition for a seller, after one of `definition` has succeeded.
    func target(_ next: String, after definition: String, for key: AuthorizationKey) async -> ChainTarget
    /// How many jobs one result of `definition` may lead to, as the definition says now; `nil` when it runs something other
    /// than `next` by now.
    func limit(of definition: String, running next: String) async -> Int?
}

/// Whether a definition can follow another one for a seller.
package enum ChainTarget: Sendable {
    /// It can: this makes its jobs.
    case ready(Maker)
    /// It is not for this seller: nothing follows.
    case unselected
    /// It cannot, in a sentence that says why and what to do.
    case refused(String)

    /// Makes the job for one item.
    package typealias Maker = @Sendable (ChainItem, ChainOccasion) throws(JobRejection) -> NewJob
}

/// What is known when a job is made that follows another one.
package struct ChainOccasion: Sendable {
    /// For which instant the job before was put in.
    package let scheduledAt: Timestamp
    /// Where the next definition stands for the seller; `nil` when nobody has planned it yet.
    package let row: ScheduleRow?
    /// The present.
    package let now: Timestamp
}
