import JobModel
import JobStore
import Synchronization

/// A store whose disk fails now and then, and that a test can look into at delicate moments.
final class TroubledStore: JobStore {
    enum Verb: Hashable {
        case claim, finish, changeMark, settle, cancelRequests, heartbeat, hasWork, prune, newCommands, answer
        case planSchedules, fire, fillTemplate
    }

    let inner: MemoryJobStore
    private let troubles: Mutex<[Verb: Int]>
    private let asked = Mutex<[Verb: Int]>([:])
    private let afterClaim: @Sendable (Claim) async throws -> Void
    private let afterFinish: @Sendable (RunEnd) async -> Void

    /// - Parameter troubles: How many times each verb fails before it works.
    init(
        _ inner: MemoryJobStore, troubles: [Verb: Int] = [:],
        afterClaim: @escaping @Sendable (Claim) async throws -> Void = { _ in },
        afterFinish: @escaping @Sendable (RunEnd) async -> Void = { _ in }
    ) {
        self.inner = inner
        self.troubles = Mutex(troubles)
        self.afterClaim = afterClaim
        self.afterFinish = afterFinish
    }

    /// How many times the verb was asked for.
    func count(_ verb: Verb) -> Int { asked.withLock { $0[verb] ?? 0 } }

    func enter(_ verb: Verb) throws {
        asked.withLock { $0[verb, default: 0] += 1 }
        let fails = troubles.withLock { troubles in
            guard let left = troubles[verb], left > 0 else { return false }
            troubles[verb] = left - 1
            return true
        }
        if fails { throw StoreError(.inputOutput, "The disk fails.") }
    }

    func enqueue(stream: @escaping @Sendable () throws -> NewJob?) async throws -> BulkEnqueued {
        try await inner.enqueue(stream: stream)
    }

    func newInboxRows(limit: Int) async throws -> [InboxRow] { try await inner.newInboxRows(limit: limit) }

    func settle(_ answers: [(id: Int64, answer: InboxAnswer)]) async throws {
        try enter(.settle)
        try await inner.settle(answers)
    }

    func claim(_ request: ClaimRequest) async throws -> Claim {
        try enter(.claim)
        let claim = try await inner.claim(request)
        try await afterClaim(claim)
        return claim
    }

    func pruneInbox(settledBefore: Timestamp) async throws -> Int {
        try await inner.pruneInbox(settledBefore: settledBefore)
    }

    func permit(_ fence: RunFence) async throws -> PermitAnswer { try await inner.permit(fence) }

    func permit(lane: LaneKey, plan: LanePlan, applicationRate: Double?) async throws -> PermitAnswer {
        try await inner.permit(lane: lane, plan: plan, applicationRate: applicationRate)
    }

    func note(_ note: CallNote) { inner.note(note) }
    func beginDoubt(_ fence: RunFence, note: String?) async throws -> Bool {
        try await inner.beginDoubt(fence, note: note)
    }

    func checkpoint(_ fence: RunFence, _ checkpoint: Checkpoint) async throws -> Bool {
        try await inner.checkpoint(fence, checkpoint)
    }

    func finish(_ end: RunEnd) async throws -> Bool {
        try enter(.finish)
        let isTaken = try await inner.finish(end)
        await afterFinish(end)
        return isTaken
    }

    func cancelRequests(worker: WorkerID) async throws -> [RunFence] {
        try enter(.cancelRequests)
        return await inner.cancelRequests(worker: worker)
    }

    func heartbeat(_ worker: WorkerRow) async throws {
        try enter(.heartbeat)
        await inner.heartbeat(worker)
    }

    func answer(commandID: Int64, _ answer: CommandAnswer) async throws -> Bool {
        try enter(.answer)
        return try await inner.answer(commandID: commandID, answer)
    }

    func expireCommands() async throws -> Int { try await inner.expireCommands() }
    func command(_ id: Int64) async throws -> CommandRow? { await inner.command(id) }

    func newCommands(for worker: WorkerID, limit: Int) async throws -> [CommandRow] {
        try enter(.newCommands)
        return await inner.newCommands(for: worker, limit: limit)
    }

    func saveTokens(_ held: [TokenRow], gone: [String], of worker: WorkerID) async throws {
        try await inner.saveTokens(held, gone: gone, of: worker)
    }

    func clearTokens(of worker: WorkerID) async throws { try await inner.clearTokens(of: worker) }
    func tokens() async throws -> [TokenRow] { await inner.tokens() }
    func beginCoolDown(_ row: CoolDownRow) async throws { try await inner.beginCoolDown(row) }

    func endCoolDown(of key: AuthorizationKey, scope: String) async throws {
        try await inner.endCoolDown(of: key, scope: scope)
    }

    func coolDown(of key: AuthorizationKey, scope: String) async throws -> CoolDownRow? {
        try await inner.coolDown(of: key, scope: scope)
    }

    func coolDowns() async throws -> [CoolDownRow] { await inner.coolDowns() }
    func keep(_ tokens: [SealedToken]) async throws { try await inner.keep(tokens) }
    func sealedToken(key: String) async throws -> SealedToken? { await inner.sealedToken(key: key) }
    func keptTokens() async throws -> Set<String> { await inner.keptTokens() }
    func forgetSealed(_ token: SealedToken) async throws -> Bool { try await inner.forgetSealed(token) }
    func forgetSealed(keys: [String]) async throws -> Set<String> { try await inner.forgetSealed(keys: keys) }
    func forgetAllSealed() async throws -> Set<String> { try await inner.forgetAllSealed() }

    func takeTurn(key: String, owner: String, lasting duration: Duration) async throws -> Bool {
        try await inner.takeTurn(key: key, owner: owner, lasting: duration)
    }

    func endTurn(key: String, owner: String) async throws { try await inner.endTurn(key: key, owner: owner) }

    func claimNotices(for targets: [String], limit: Int, until: Timestamp) async throws -> [NoticeRow] {
        try await inner.claimNotices(for: targets, limit: limit, until: until)
    }

    func settle(noticeID: Int64, heldUntil: Timestamp, _ end: NoticeEnd) async throws -> Bool {
        try await inner.settle(noticeID: noticeID, heldUntil: heldUntil, end)
    }

    func adoptNotices(for plan: HookPlan) async throws -> NoticeAdoption {
        try await inner.adoptNotices(for: plan)
    }

    func nextNotice(for targets: [String]) async throws -> Timestamp? { await inner.nextNotice(for: targets) }
    func notices(limit: Int) async throws -> [NoticeRow] { await inner.notices(limit: limit) }
    func noticeCount() async throws -> Int { await inner.noticeCount() }
    func retire(_ worker: WorkerID) async throws { await inner.retire(worker) }
    func recover(as worker: WorkerID) async throws -> Recovery { try await inner.recover(as: worker) }
    func replan(_ plan: @escaping @Sendable (LaneKey) -> LanePlan?) async throws { try await inner.replan(plan) }
    func change(_ change: AuthorizationChange) async throws { try await inner.change(change) }
    func change(_ change: ApplicationChange) async throws { try await inner.change(change) }
    func tell(_ remark: SellerRemark) async throws { try await inner.tell(remark) }
    func tell(_ remark: ApplicationRemark) async throws { try await inner.tell(remark) }
    func keptSellers(source: String) async throws -> SellerListingRow? { try await inner.keptSellers(source: source) }

    func keepSellers(_ listings: [SellerListingRow], telling remarks: [SellerRemark]) async throws {
        try await inner.keepSellers(listings, telling: remarks)
    }

    func pause(_ key: AuthorizationKey, reason: String?, actor: String) async throws {
        try await inner.pause(key, reason: reason, actor: actor)
    }

    func pause(application: String, reason: String?, actor: String) async throws {
        try await inner.pause(application: application, reason: reason, actor: actor)
    }

    func prune(_ retention: Retention) async throws -> Int {
        try enter(.prune)
        return try await inner.prune(retention)
    }

    func changeMark() async throws -> Int64 {
        try enter(.changeMark)
        return await inner.changeMark()
    }

    func prove() async throws { try await inner.prove() }

    func salt() async throws -> [UInt8] { await inner.salt() }

    func jobs(matching filter: JobFilter) async throws -> [JobRecord] { try await inner.jobs(matching: filter) }
    func job(_ id: JobID) async throws -> JobRecord? { try await inner.job(id) }
    func runningJobs() async throws -> [JobRow] { await inner.runningJobs() }
    func attempts(of id: JobID) async throws -> [AttemptRow] { await inner.attempts(of: id) }
    func counts() async throws -> [JobState: Int] { await inner.counts() }
    func figures() async throws -> QueueFigures { try await inner.figures() }
    func lanes() async throws -> [LaneRecord] { try await inner.lanes() }
    func authorizations() async throws -> [AuthorizationRow] { await inner.authorizations() }
    func troubledAuthorizations() async throws -> [AuthorizationRow] { await inner.troubledAuthorizations() }
    func applications() async throws -> [ApplicationRow] { await inner.applications() }

    func events(after id: Int64, limit: Int) async throws -> [EventRow] { await inner.events(after: id, limit: limit) }
    func latestEvents(limit: Int) async throws -> [EventRow] { await inner.latestEvents(limit: limit) }
    func latestEvents(of key: AuthorizationKey, limit: Int) async throws -> [EventRow] {
        await inner.latestEvents(of: key, limit: limit)
    }

    func inboxRows(status: String?, limit: Int) async throws -> [InboxRow] {
        await inner.inboxRows(status: status, limit: limit)
    }

    func hasDrainableJobs(startedAt: Timestamp) async throws -> Bool {
        try enter(.hasWork)
        return await inner.hasDrainableJobs(startedAt: startedAt)
    }

    func inboxCount(status: String) async throws -> Int { await inner.inboxCount(status: status) }
    func settledInboxCount(before: Timestamp) async throws -> Int { await inner.settledInboxCount(before: before) }
    func workers() async throws -> [WorkerRow] { await inner.workers() }
}
