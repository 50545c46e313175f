package import JobModel

/// A durable queue with lanes: what the worker, the commands and the dashboard need of a database.
///
/// Its verbs are those of the domain and work on batches. A store that returns from a verb has made the change as durable
/// as the verb promises; a store that throws has changed nothing. All stores pass the same conformance suite.
package protocol JobStore: QueueReading, Steering, SealedTokenKeeping, ScheduleKeeping, OutputKeeping {
    // MARK: Jobs come in

    /// Puts in what the stream yields until it yields `nil`, all or none, in order, without holding it all in memory.
    /// Survives a power cut once it returns.
    ///
    /// The stream is asked once for each job, and nobody else can write meanwhile. An error of the stream is passed on as it
    /// is, and nothing goes in.
    func enqueue(stream: @escaping @Sendable () throws -> NewJob?) async throws -> BulkEnqueued
    /// Rows of the inbox that nobody has answered yet, oldest first.
    func newInboxRows(limit: Int) async throws -> [InboxRow]
    /// Answers inbox rows; accepted ones become jobs in the same transaction. Survives a power cut.
    func settle(_ answers: [(id: Int64, answer: InboxAnswer)]) async throws
    /// Deletes inbox rows that were settled before the instant, in chunks; returns how many.
    func pruneInbox(settledBefore: Timestamp) async throws -> Int

    // MARK: Runs

    /// Takes jobs for a worker, each with a permit for its first call.
    func claim(_ request: ClaimRequest) async throws -> Claim
    /// Asks for a permit for a run's next call.
    func permit(_ fence: RunFence) async throws -> PermitAnswer
    /// Asks for leave for one call beside the queue; it is charged at once. Makes the lane when it is not there yet.
    func permit(lane: LaneKey, plan: LanePlan, applicationRate: Double?) async throws -> PermitAnswer
    /// Takes note of something that no run waits for. Notes are kept in order and before any later claim.
    func note(_ note: CallNote)
    /// Writes down, durably, that a call which must not be repeated blindly is about to be made, and what a later run
    /// must know to find out about it: `note` takes the checkpoint's place unless it is `nil`. False when the job is
    /// lost.
    func beginDoubt(_ fence: RunFence, note: String?) async throws -> Bool
    /// Writes down how far a run has come. False when the job is lost.
    func checkpoint(_ fence: RunFence, _ checkpoint: Checkpoint) async throws -> Bool
    /// Ends a run. False when the job was lost: nothing is written then.
    func finish(_ end: RunEnd) async throws -> Bool
    /// Running jobs of the worker that somebody wants to stop.
    func cancelRequests(worker: WorkerID) async throws -> [RunFence]

    // MARK: Workers

    /// Announces the worker, or renews its lease.
    func heartbeat(_ worker: WorkerRow) async throws
    /// Removes the worker's row.
    func retire(_ worker: WorkerID) async throws
    /// Takes back the jobs of dead workers, forgets which tokens they held, and brings limits into what is possible now.
    func recover(as worker: WorkerID) async throws -> Recovery
    /// Sets lanes' plans by configuration.
    func replan(_ plan: @escaping @Sendable (LaneKey) -> LanePlan?) async throws

    /// Writes down which access tokens the worker holds now, and which it holds no longer.
    func saveTokens(_ held: [TokenRow], gone: [String], of worker: WorkerID) async throws
    /// Writes down that the worker holds no token any more; for one that died `recover` does so.
    func clearTokens(of worker: WorkerID) async throws

    // MARK: Cool-downs

    /// Writes down that something is not to be asked of Amazon for a seller until an instant. One of the same scope
    /// that ends later stays. A power cut may undo it: then Amazon refuses once more.
    func beginCoolDown(_ row: CoolDownRow) async throws
    /// Forgets a cool-down that has passed, because what cooled down was let through; one that has not passed stays.
    func endCoolDown(of key: AuthorizationKey, scope: String) async throws

    // MARK: Requests of other processes

    /// Answers a request. False when it has an answer already, or is gone.
    func answer(commandID: Int64, _ answer: CommandAnswer) async throws -> Bool
    /// Gives up requests that nobody has answered in time; returns how many. Whoever looks at requests does this.
    func expireCommands() async throws -> Int

    // MARK: Notices of hooks

    /// Takes what is due for the targets, at most one notice for each and `limit` in all, the first targets first. Nobody
    /// else gets them before `until`. Their `nextAt` is what `settle` knows them by.
    func claimNotices(for targets: [String], limit: Int, until: Timestamp) async throws -> [NoticeRow]
    /// Writes down what became of a notice that was taken until `heldUntil`. False when it is no longer held so.
    func settle(noticeID: Int64, heldUntil: Timestamp, _ end: NoticeEnd) async throws -> Bool
    /// Brings notices in line with the configured hooks, and makes all of them due within a minute. A worker that starts
    /// does so.
    func adoptNotices(for plan: HookPlan) async throws -> NoticeAdoption

    // MARK: Authorizations and operators

    /// Parks, pauses or releases a seller's jobs.
    func change(_ change: AuthorizationChange) async throws
    /// Stops or restarts an application.
    func change(_ change: ApplicationChange) async throws
    /// Writes something about a seller into the history that changes no state, unless the seller's last event of the
    /// kind says the same. Survives a power cut.
    func tell(_ remark: SellerRemark) async throws
    /// Keeps what places of sellers held when they were listed, each in place of the last listing, and writes what that
    /// changed into the history, as often as it is told, in one transaction. Survives a power cut.
    func keepSellers(_ listings: [SellerListingRow], telling remarks: [SellerRemark]) async throws
    /// Writes something about an application into the history that changes no state, unless the application's last event of
    /// the kind, if it is not too long ago, says the same. Survives a power cut.
    func tell(_ remark: ApplicationRemark) async throws
    /// Pauses (`reason`) or resumes (`nil`) a seller.
    func pause(_ key: AuthorizationKey, reason: String?, actor: String) async throws
    /// Pauses or resumes an application.
    func pause(application: String, reason: String?, actor: String) async throws
    /// Deletes what is older than it must be kept, and ended jobs while there are too many, in chunks of at most a thousand
    /// rows a transaction. Returns how many rows went.
    func prune(_ retention: Retention) async throws -> Int

    /// Writes something that means nothing, and returns when it has survived a power cut: proof that the store takes
    /// writes. Wakes nobody.
    ///
    /// - Throws: `StoreError` that says what is in the way.
    func prove() async throws

    /// Changes whenever this process or another one wrote something that may let a worker do more. Claims and ends of runs,
    /// which the worker knows of itself, need not change it.
    func changeMark() async throws -> Int64
    /// Random bytes that were drawn when the store was made, for fingerprints that only mean something here.
    func salt() async throws -> [UInt8]
}

/// Reading a queue. Never blocks writers, never changes anything.
package protocol QueueReading: ScheduleReading, OutputReading, TallyReading, PageReading {
    /// Jobs with what is needed to explain them, newest first.
    func jobs(matching filter: JobFilter) async throws -> [JobRecord]
    /// One job, with its content.
    func job(_ id: JobID) async throws -> JobRecord?
    /// Jobs that run now, whoever runs them.
    func runningJobs() async throws -> [JobRow]
    /// How the job's runs ended, oldest first.
    func attempts(of id: JobID) async throws -> [AttemptRow]
    /// Kept counts of jobs by state.
    func counts() async throws -> [JobState: Int]
    /// Figures that are not kept, and that a look at an index tells.
    func figures() async throws -> QueueFigures
    /// All lanes.
    func lanes() async throws -> [LaneRecord]
    /// All authorizations.
    func authorizations() async throws -> [AuthorizationRow]
    /// Authorizations that are not active.
    func troubledAuthorizations() async throws -> [AuthorizationRow]
    /// All applications.
    func applications() async throws -> [ApplicationRow]
    /// Events after the given number, oldest first.
    func events(after id: Int64, limit: Int) async throws -> [EventRow]
    /// The last events, newest first.
    func latestEvents(limit: Int) async throws -> [EventRow]
    /// The last events of one seller, newest first.
    func latestEvents(of key: AuthorizationKey, limit: Int) async throws -> [EventRow]
    /// Inbox rows, newest first.
    func inboxRows(status: String?, limit: Int) async throws -> [InboxRow]
    /// Whether any waiting job can still run without somebody's help: not parked, paused or blocked, and not scheduled for
    /// later than `startedAt`.
    func hasDrainableJobs(startedAt: Timestamp) async throws -> Bool
    /// How many inbox rows have the status.
    func inboxCount(status: String) async throws -> Int
    /// How many inbox rows were settled before the instant.
    func settledInboxCount(before: Timestamp) async throws -> Int
    /// One request of another process.
    func command(_ id: Int64) async throws -> CommandRow?
    /// Requests for the worker that nobody has answered yet, oldest first.
    func newCommands(for worker: WorkerID, limit: Int) async throws -> [CommandRow]
    /// Workers that have announced themselves.
    func workers() async throws -> [WorkerRow]
    /// The access tokens that workers hold, without the tokens, by seller and region; grantless ones last. After a crash
    /// they stand there until the next worker starts.
    func tokens() async throws -> [TokenRow]
    /// The cool-down of the seller with this scope, also when it has passed; `nil` when there is none, or none any
    /// more.
    func coolDown(of key: AuthorizationKey, scope: String) async throws -> CoolDownRow?
    /// All cool-downs, passed ones too, by application, seller, region and scope.
    func coolDowns() async throws -> [CoolDownRow]
    /// What the place of sellers held when it was last listed; `nil` when it never was.
    func keptSellers(source: String) async throws -> SellerListingRow?
    /// When the next notice for one of the targets is due; `nil` when there is none.
    func nextNotice(for targets: [String]) async throws -> Timestamp?
    /// Notices that have not been delivered, oldest first.
    func notices(limit: Int) async throws -> [NoticeRow]
    /// How many notices have not been delivered.
    func noticeCount() async throws -> Int
}

extension JobStore {
    /// Writes down, durably, that a call which must not be repeated blindly is about to be made. False when the job is
    /// lost.
    package func beginDoubt(_ fence: RunFence) async throws -> Bool { try await beginDoubt(fence, note: nil) }
}
