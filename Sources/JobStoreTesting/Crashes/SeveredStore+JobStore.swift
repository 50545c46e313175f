package import JobModel
package import JobStore

extension SeveredStore: JobStore {
    // MARK: Jobs come in

    package func enqueue(stream: @escaping @Sendable () throws -> NewJob?) async throws -> BulkEnqueued {
        try await pass(.enqueue) { try await inner.enqueue(stream: stream) }
    }

    package func newInboxRows(limit: Int) async throws -> [InboxRow] {
        try await pass(.newInboxRows) { try await inner.newInboxRows(limit: limit) }
    }

    package func settle(_ answers: [(id: Int64, answer: InboxAnswer)]) async throws {
        try await pass(.settle) { try await inner.settle(answers) }
    }

    package func pruneInbox(settledBefore: Timestamp) async throws -> Int {
        try await pass(.pruneInbox) { try await inner.pruneInbox(settledBefore: settledBefore) }
    }

    // MARK: Runs

    package func claim(_ request: ClaimRequest) async throws -> Claim {
        try await pass(.claim) { try await inner.claim(request) }
    }

    package func permit(_ fence: RunFence) async throws -> PermitAnswer {
        try await pass(.permit) { try await inner.permit(fence) }
    }

    package func permit(lane: LaneKey, plan: LanePlan, applicationRate: Double?) async throws -> PermitAnswer {
        try await pass(.lanePermit) {
            try await inner.permit(lane: lane, plan: plan, applicationRate: applicationRate)
        }
    }

    package func note(_ note: CallNote) { pass(note) }

    package func beginDoubt(_ fence: RunFence, note: String?) async throws -> Bool {
        try await pass(.beginDoubt) { try await inner.beginDoubt(fence, note: note) }
    }

    package func checkpoint(_ fence: RunFence, _ checkpoint: Checkpoint) async throws -> Bool {
        try await pass(.checkpoint) { try await inner.checkpoint(fence, checkpoint) }
    }

    package func finish(_ end: RunEnd) async throws -> Bool {
        try await pass(.finish) { try await inner.finish(end) }
    }

    package func cancelRequests(worker: WorkerID) async throws -> [RunFence] {
        try await pass(.cancelRequests) { try await inner.cancelRequests(worker: worker) }
    }

    // MARK: Workers

    package func heartbeat(_ worker: WorkerRow) async throws {
        try await pass(.heartbeat) { try await inner.heartbeat(worker) }
    }

    package func retire(_ worker: WorkerID) async throws {
        try await pass(.retire) { try await inner.retire(worker) }
    }

    package func recover(as worker: WorkerID) async throws -> Recovery {
        try await pass(.recover) { try await inner.recover(as: worker) }
    }

    package func replan(_ plan: @escaping @Sendable (LaneKey) -> LanePlan?) async throws {
        try await pass(.replan) { try await inner.replan(plan) }
    }

    package func saveTokens(_ held: [TokenRow], gone: [String], of worker: WorkerID) async throws {
        try await pass(.saveTokens) { try await inner.saveTokens(held, gone: gone, of: worker) }
    }

    package func clearTokens(of worker: WorkerID) async throws {
        try await pass(.clearTokens) { try await inner.clearTokens(of: worker) }
    }

    // MARK: Cool-downs

    package func beginCoolDown(_ row: CoolDownRow) async throws {
        try await pass(.beginCoolDown) { try await inner.beginCoolDown(row) }
    }

    package func endCoolDown(of key: AuthorizationKey, scope: String) async throws {
        try await pass(.endCoolDown) { try await inner.endCoolDown(of: key, scope: scope) }
    }

    package func keep(_ tokens: [SealedToken]) async throws {
        try await pass(.keepSealed) { try await inner.keep(tokens) }
    }

    package func forgetSealed(_ token: SealedToken) async throws -> Bool {
        try await pass(.forgetSealed) { try await inner.forgetSealed(token) }
    }

    package func forgetSealed(keys: [String]) async throws -> Set<String> {
        try await pass(.forgetSealed) { try await inner.forgetSealed(keys: keys) }
    }

    package func forgetAllSealed() async throws -> Set<String> {
        try await pass(.forgetSealed) { try await inner.forgetAllSealed() }
    }

    package func takeTurn(key: String, owner: String, lasting duration: Duration) async throws -> Bool {
        try await pass(.takeTurn) { try await inner.takeTurn(key: key, owner: owner, lasting: duration) }
    }

    package func endTurn(key: String, owner: String) async throws {
        try await pass(.endTurn) { try await inner.endTurn(key: key, owner: owner) }
    }

    // MARK: Requests of other processes

    package func answer(commandID: Int64, _ answer: CommandAnswer) async throws -> Bool {
        try await pass(.answer) { try await inner.answer(commandID: commandID, answer) }
    }

    package func prove() async throws { try await pass(.prove) { try await inner.prove() } }

    package func expireCommands() async throws -> Int {
        try await pass(.expireCommands) { try await inner.expireCommands() }
    }

    // MARK: Notices of hooks

    package func claimNotices(for targets: [String], limit: Int, until: Timestamp) async throws -> [NoticeRow] {
        try await pass(.claimNotices) { try await inner.claimNotices(for: targets, limit: limit, until: until) }
    }

    package func settle(noticeID: Int64, heldUntil: Timestamp, _ end: NoticeEnd) async throws -> Bool {
        try await pass(.settleNotice) {
            try await inner.settle(noticeID: noticeID, heldUntil: heldUntil, end)
        }
    }

    package func adoptNotices(for plan: HookPlan) async throws -> NoticeAdoption {
        try await pass(.adoptNotices) { try await inner.adoptNotices(for: plan) }
    }

    // MARK: Authorizations and operators

    package func change(_ change: AuthorizationChange) async throws {
        try await pass(.changeAuthorization) { try await inner.change(change) }
    }

    package func change(_ change: ApplicationChange) async throws {
        try await pass(.changeApplication) { try await inner.change(change) }
    }

    package func tell(_ remark: SellerRemark) async throws {
        try await pass(.tell) { try await inner.tell(remark) }
    }

    package func keepSellers(_ listings: [SellerListingRow], telling remarks: [SellerRemark]) async throws {
        try await pass(.keepSellers) { try await inner.keepSellers(listings, telling: remarks) }
    }

    package func tell(_ remark: ApplicationRemark) async throws {
        try await pass(.tell) { try await inner.tell(remark) }
    }

    package func pause(_ key: AuthorizationKey, reason: String?, actor: String) async throws {
        try await pass(.pauseSeller) { try await inner.pause(key, reason: reason, actor: actor) }
    }

    package func pause(application: String, reason: String?, actor: String) async throws {
        try await pass(.pauseApplication) {
            try await inner.pause(application: application, reason: reason, actor: actor)
        }
    }

    package func prune(_ retention: Retention) async throws -> Int {
        try await pass(.prune) { try await inner.prune(retention) }
    }

    package func changeMark() async throws -> Int64 {
        try await pass(.changeMark) { try await inner.changeMark() }
    }

    package func salt() async throws -> [UInt8] {
        try await pass(.salt) { try await inner.salt() }
    }
}
