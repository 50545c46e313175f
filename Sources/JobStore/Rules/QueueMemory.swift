import JobModel

/// Rows that transactions have read, for those that follow.
///
/// A writer keeps it from one transaction to the next for as long as nobody else has written: then the tables hold what it
/// holds. It is used inside transactions only. After a transaction that did not commit it must be forgotten.
package final class QueueMemory {
    let applications = RowCache<ApplicationRow>()
    let authorizations = RowCache<AuthorizationRow>()
    let lanes = RowCache<LaneRow>()
    let limiters = RowCache<ApplicationLimiterRow>()
    let jobs = RowCache<JobRow>()
    /// Ids of authorizations that were looked up: many jobs belong to the same few.
    var authorizationIDs: [AuthorizationKey: Int64] = [:]
    /// Lanes that are in line with the configuration.
    var placedLanes: [LaneKey: PlacedLane] = [:]

    /// More rows of a kind are not kept.
    private static let mostRows = 50_000

    package init() {}

    /// Forgets everything.
    package func forget() {
        applications.forget()
        authorizations.forget()
        lanes.forget()
        limiters.forget()
        jobs.forget()
        authorizationIDs = [:]
        placedLanes = [:]
    }

    /// Forgets everything when it has become too much. Called when a transaction has committed.
    package func trim() {
        if lanes.count > Self.mostRows || authorizations.count > Self.mostRows || jobs.count > Self.mostRows {
            forget()
        }
    }
}
