package import JobModel

/// What pages ask of the tables.
package protocol PageTables: AnyObject {
    /// Numbers of jobs that match, newest first, from `floor` on where one is given.
    func jobIDs(matching filter: JobFilter, from floor: JobID?) throws -> [JobID]
    /// The same when the filter's states, of which there must be some, have few jobs: those are looked through, not all jobs.
    func jobIDs(ofFewMatching filter: JobFilter) throws -> [JobID]
    /// The number of the job that is the `count`th, counted from the newest one before `before`; `nil` when there are fewer.
    func jobID(countedBack count: Int, before: JobID?) throws -> JobID?
    /// The jobs with these numbers, in any order.
    func jobs(ids: [JobID]) throws -> [JobRow]

    /// By seller, region and application.
    func authorizations(matching search: AuthorizationSearch) throws -> [AuthorizationRow]
    /// Waiting jobs of each authorization by its id, counted up to `cap`; those without any may be absent.
    func waitingCounts(of authorizations: [AuthorizationRow], cap: Int) throws -> [Int64: Int]
    /// By id.
    func lanes(matching search: LaneSearch, now: Timestamp) throws -> [LaneRow]
    /// Waiting jobs of each lane by its id, counted up to `cap`.
    func waitingCounts(laneIDs: [Int64], cap: Int) throws -> [Int64: Int]
    /// The least `jobAt` of the application's lanes whose `nextAt` has come, or of those without a seller.
    func oldestReady(applicationID: Int64, grantlessOnly: Bool, now: Timestamp) throws -> Timestamp?
}
