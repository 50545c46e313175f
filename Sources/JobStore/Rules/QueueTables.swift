package import JobModel

/// The tables behind a queue, as they are seen inside one transaction.
///
/// A store implements these few reads and writes; everything that decides (limits, turns, fences, states) is written once,
/// in `QueueTransaction`, and is the same for all stores.
package protocol QueueTables: ScheduleTables, OutputTables, FigureTables, TallyTables, PageTables {
    // MARK: Applications, authorizations, lanes

    func application(id: Int64) throws -> ApplicationRow?
    func application(name: String) throws -> ApplicationRow?
    func applications() throws -> [ApplicationRow]
    /// Inserts the row under a new id, which it returns.
    func insert(_ row: ApplicationRow) throws -> Int64
    func update(_ row: ApplicationRow) throws

    func authorization(id: Int64) throws -> AuthorizationRow?
    func authorization(key: AuthorizationKey) throws -> AuthorizationRow?
    func authorizations() throws -> [AuthorizationRow]
    /// Those that are not active.
    func troubledAuthorizations() throws -> [AuthorizationRow]
    func insert(_ row: AuthorizationRow) throws -> Int64
    /// Writes the row; `was` is what the table holds, where that is known, so that unchanged columns need not be written.
    func update(_ row: AuthorizationRow, was: AuthorizationRow?) throws

    func lane(id: Int64) throws -> LaneRow?
    /// The lane of `operation` that belongs to the authorization, or to the application alone.
    func lane(applicationID: Int64, authorizationID: Int64?, operation: String) throws -> LaneRow?
    func lanes(authorizationID: Int64) throws -> [LaneRow]
    func lanes() throws -> [LaneRow]
    func insert(_ row: LaneRow) throws -> Int64
    /// Writes the row; `was` is what the table holds, where that is known.
    func update(_ row: LaneRow, was: LaneRow?) throws

    func applicationLimiter(id: Int64) throws -> ApplicationLimiterRow?
    func applicationLimiter(applicationID: Int64, region: String, operation: String) throws -> ApplicationLimiterRow?
    func applicationLimiters() throws -> [ApplicationLimiterRow]
    func insert(_ row: ApplicationLimiterRow) throws -> Int64
    func update(_ row: ApplicationLimiterRow) throws

    // MARK: Turns

    /// Lanes of the application whose `nextAt` has come, by (`nextAt`, `turn`): all of them, or those without a seller.
    func dueLanes(
        applicationID: Int64, grantlessOnly: Bool, now: Timestamp, urgentOnly: Bool, limit: Int
    ) throws -> [DueLane]
    /// The least `nextAt` of the application's lanes, or of those without a seller.
    func nextDue(applicationID: Int64, grantlessOnly: Bool) throws -> Timestamp?
    /// Lanes on the authorization's waiting list, oldest first.
    func waitingLanes(authorizationID: Int64, limit: Int) throws -> [LaneRow]
    /// A number greater than any it returned before.
    func nextTurn() throws -> Int64

    // MARK: Jobs

    /// Inserts the job under a new id, which it returns. The row's own id is ignored.
    func insert(_ row: JobRow, _ content: JobContent) throws -> JobID
    /// Writes the rows.
    func update(_ changes: [JobChange]) throws
    func job(id: JobID) throws -> JobRow?
    func content(of id: JobID) throws -> JobContent?
    /// Writes a job's content in place of what it had.
    func update(_ content: JobContent, of id: JobID) throws
    /// Waiting jobs of the lane that may run now and are no suspects, by priority, then `runAt`, then id, and what it costs
    /// nothing to say of the others.
    func head(laneID: Int64, now: Timestamp, limit: Int) throws -> LaneHead
    /// The least `runAt` over all priorities of the lane's waiting jobs that are no suspects, and whether any is urgent.
    func horizon(laneID: Int64) throws -> LaneHorizon
    /// Waiting suspects, earliest first.
    func waitingSuspects(limit: Int) throws -> [JobRow]
    /// How many suspects run now.
    func runningSuspects() throws -> Int
    /// Waiting jobs whose deadline has passed.
    func expiredJobs(now: Timestamp, limit: Int) throws -> [JobRow]
    /// The least deadline of a waiting job.
    func nextDeadline() throws -> Timestamp?
    func runningJobs() throws -> [JobRow]
    /// Running jobs of the worker that somebody wants to stop.
    func cancelRequests(worker: WorkerID) throws -> [JobRow]
    /// A job of the seller with this key that still keeps others out.
    func openJob(authorizationID: Int64?, uniqueKey: String) throws -> JobID?
    /// The latest job of the seller with this key that ended at `since` or later.
    func endedJob(authorizationID: Int64?, uniqueKey: String, since: Timestamp) throws -> JobID?
    func jobs(matching filter: JobFilter) throws -> [JobRow]
    /// Whether a waiting job, not one that was scheduled for later than `startedAt`, is in a lane that time alone can wake.
    func hasDrainableJobs(startedAt: Timestamp) throws -> Bool
    /// Waiting jobs of the lane, counted up to `cap`.
    func waitingCount(laneID: Int64, cap: Int) throws -> Int
    /// Deletes ended jobs of the state that ended before the instant, oldest first.
    func deleteJobs(state: JobState, endedBefore: Timestamp, limit: Int) throws -> Int

    // MARK: History and the rest

    func append(_ row: AttemptRow) throws
    func attempts(of id: JobID) throws -> [AttemptRow]
    func append(_ row: EventRow) throws
    func events(after id: Int64, limit: Int) throws -> [EventRow]
    /// The last events, newest first.
    func latestEvents(limit: Int) throws -> [EventRow]
    /// The last events of one seller, newest first.
    func latestEvents(of key: AuthorizationKey, limit: Int) throws -> [EventRow]
    func deleteEvents(before: Timestamp, limit: Int) throws -> Int

    /// Adds to the kept counts of jobs by state.
    func addToCounts(_ changes: [JobState: Int]) throws
    func counts() throws -> [JobState: Int]

    func save(_ row: WorkerRow) throws
    func deleteWorker(id: WorkerID) throws
    func workers() throws -> [WorkerRow]

    /// Inserts the row, or replaces its worker's one with its key.
    func save(_ row: TokenRow) throws
    func deleteToken(key: String, of worker: WorkerID) throws
    func deleteTokens(of worker: WorkerID) throws
    /// Workers that tokens are told of, whether they live or not.
    func tokenHolders() throws -> [WorkerID]
    /// By seller, region and application; grantless ones last, by application and scope. Those of several workers follow
    /// each other.
    func tokens() throws -> [TokenRow]

    /// Inserts the row, or replaces the authorization's one with its scope.
    func save(_ row: CoolDownRow, authorizationID: Int64) throws
    func coolDown(authorizationID: Int64, scope: String) throws -> CoolDownRow?
    func deleteCoolDown(authorizationID: Int64, scope: String) throws
    /// By application, seller, region and scope.
    func coolDowns() throws -> [CoolDownRow]
    func deleteCoolDowns(before: Timestamp, limit: Int) throws -> Int

    /// Inserts the row, or replaces the one with its key.
    func save(_ row: SealedToken) throws
    func sealedToken(key: String) throws -> SealedToken?
    /// The keys of those that expire after the instant.
    func sealedTokenKeys(expiringAfter: Timestamp) throws -> [String]
    func deleteSealedToken(key: String) throws
    /// Deletes all of them; returns their keys.
    func deleteSealedTokens() throws -> [String]
    func deleteSealedTokens(expiredBefore: Timestamp, limit: Int) throws -> Int

    /// Inserts the row, or replaces the one with its key.
    func save(_ row: TokenTurn) throws
    func tokenTurn(key: String) throws -> TokenTurn?
    func deleteTokenTurn(key: String) throws
    func deleteTokenTurns(endedBefore: Timestamp, limit: Int) throws -> Int

    /// Writes a single value in place of the one under its name.
    func save(setting name: String, _ value: String) throws
    func setting(_ name: String) throws -> String?

    func newInboxRows(limit: Int) throws -> [InboxRow]
    func inboxRows(status: String?, limit: Int) throws -> [InboxRow]
    func inboxCount(status: String) throws -> Int
    /// Whether nobody has answered the row yet.
    func isUnsettled(inboxID: Int64) throws -> Bool
    func settleInbox(id: Int64, status: String, jobID: JobID?, error: String?, at: Timestamp) throws
    func deleteSettledInbox(before: Timestamp, limit: Int) throws -> Int
    func settledInboxCount(before: Timestamp) throws -> Int
    func inboxStatus(id: Int64) throws -> String?
    /// Makes the row new, as if nobody had answered it.
    func reopenInbox(id: Int64) throws
    /// Makes rejected rows new that were settled at the instant or before, the oldest answers first; returns how many.
    func reopenRejectedInbox(until: Timestamp, limit: Int) throws -> Int

    /// Inserts the row under a new id, which it returns.
    func insert(_ row: CommandRow) throws -> Int64
    func update(_ row: CommandRow) throws
    func command(id: Int64) throws -> CommandRow?
    /// Requests that nobody has answered yet, oldest first: those for the worker and for whoever sees them first, or
    /// all.
    func newCommands(for worker: WorkerID?, limit: Int) throws -> [CommandRow]
    func deleteAnsweredCommands(before: Timestamp, limit: Int) throws -> Int

    // MARK: Notices

    /// Inserts the row under a new id, which it returns. An event number of 0 means that id.
    func insert(_ row: NoticeRow) throws -> Int64
    /// Writes what changes in a notice: `tries`, `triedSince`, `nextAt`, `lastError`.
    func update(_ row: NoticeRow) throws
    func notice(id: Int64) throws -> NoticeRow?
    /// The target's notice that has been due longest.
    func dueNotice(target: String, now: Timestamp) throws -> NoticeRow?
    /// Changes `nextAt` if it still is what it was; false when it is not.
    func moveNotice(id: Int64, from: Timestamp, to: Timestamp) throws -> Bool
    /// The least `nextAt` of the targets' notices.
    func nextNotice(for targets: [String]) throws -> Timestamp?
    /// Oldest first.
    func notices(limit: Int) throws -> [NoticeRow]
    func noticeCount() throws -> Int
    func deleteNotice(id: Int64) throws
    /// Deletes the target's notices of events before the instant; returns how many.
    func deleteNotices(target: String, before: Timestamp) throws -> Int
    func noticeGroups() throws -> [NoticeGroup]
    /// Gives the group's notices to another target, due at the instant, as if they had never been tried.
    func readdressNotices(_ group: NoticeGroup, to target: String, at instant: Timestamp) throws
    func deleteNotices(_ group: NoticeGroup) throws
    /// Lets no notice wait longer than until the instant.
    func hastenNotices(to instant: Timestamp) throws
}
