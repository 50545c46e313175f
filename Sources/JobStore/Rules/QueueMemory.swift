import JobModel

/// Rows that transactions have read, for those that follow.
///
/// A writer keeps it from one transaction to the next for as long as nobody else has written: then the tables hold what it
/// holds. It is used inside transactions only. After a transaction that did not commit it must be forgotten.
package final class QueueMemory {
    var applications = RowCache<ApplicationRow>()
    var authorizations = RowCache<AuthorizationRow>()
    var lanes = RowCache<LaneRow>()
    var limiters = RowCache<ApplicationLimiterRow>()
    var jobs = RowCache<JobRow>()
    /// Ids of authorizations that were looked up: many jobs belong to the same few.
    var authorizationIDs: [AuthorizationKey: Int64] = [:]

    /// More rows of a kind are not kept.
    private static let mostRows = 50_000

    package init() {}

    /// Forgets everything.
    package func forget() {
        applications = RowCache()
        authorizations = RowCache()
        lanes = RowCache()
        limiters = RowCache()
        jobs = RowCache()
        authorizationIDs = [:]
    }

    /// Forgets everything when it has become too much. Called when a transaction has committed.
    package func trim() {
        if lanes.count > Self.mostRows || authorizations.count > Self.mostRows || jobs.count > Self.mostRows {
            forget()
        }
    }
}
