package import JobModel
package import JobStore

extension SeveredStore {
    package func jobs(matching filter: JobFilter) async throws -> [JobRecord] {
        try await pass(.read) { try await inner.jobs(matching: filter) }
    }

    package func job(_ id: JobID) async throws -> JobRecord? {
        try await pass(.read) { try await inner.job(id) }
    }

    package func runningJobs() async throws -> [JobRow] {
        try await pass(.read) { try await inner.runningJobs() }
    }

    package func attempts(of id: JobID) async throws -> [AttemptRow] {
        try await pass(.read) { try await inner.attempts(of: id) }
    }

    package func counts() async throws -> [JobState: Int] {
        try await pass(.read) { try await inner.counts() }
    }

    package func lanes() async throws -> [LaneRecord] {
        try await pass(.read) { try await inner.lanes() }
    }

    package func authorizations() async throws -> [AuthorizationRow] {
        try await pass(.read) { try await inner.authorizations() }
    }

    package func applications() async throws -> [ApplicationRow] {
        try await pass(.read) { try await inner.applications() }
    }

    package func events(after id: Int64, limit: Int) async throws -> [EventRow] {
        try await pass(.read) { try await inner.events(after: id, limit: limit) }
    }

    package func latestEvents(limit: Int) async throws -> [EventRow] {
        try await pass(.read) { try await inner.latestEvents(limit: limit) }
    }

    package func latestEvents(of key: AuthorizationKey, limit: Int) async throws -> [EventRow] {
        try await pass(.read) { try await inner.latestEvents(of: key, limit: limit) }
    }

    package func troubledAuthorizations() async throws -> [AuthorizationRow] {
        try await pass(.read) { try await inner.troubledAuthorizations() }
    }

    package func inboxRows(status: String?, limit: Int) async throws -> [InboxRow] {
        try await pass(.read) { try await inner.inboxRows(status: status, limit: limit) }
    }

    package func hasDrainableJobs(startedAt: Timestamp) async throws -> Bool {
        try await pass(.read) { try await inner.hasDrainableJobs(startedAt: startedAt) }
    }

    package func inboxCount(status: String) async throws -> Int {
        try await pass(.read) { try await inner.inboxCount(status: status) }
    }

    package func settledInboxCount(before: Timestamp) async throws -> Int {
        try await pass(.read) { try await inner.settledInboxCount(before: before) }
    }

    package func command(_ id: Int64) async throws -> CommandRow? {
        try await pass(.read) { try await inner.command(id) }
    }

    package func newCommands(for worker: WorkerID, limit: Int) async throws -> [CommandRow] {
        try await pass(.read) { try await inner.newCommands(for: worker, limit: limit) }
    }

    package func workers() async throws -> [WorkerRow] {
        try await pass(.read) { try await inner.workers() }
    }

    package func tokens() async throws -> [TokenRow] {
        try await pass(.read) { try await inner.tokens() }
    }

    package func coolDown(of key: AuthorizationKey, scope: String) async throws -> CoolDownRow? {
        try await pass(.read) { try await inner.coolDown(of: key, scope: scope) }
    }

    package func coolDowns() async throws -> [CoolDownRow] {
        try await pass(.read) { try await inner.coolDowns() }
    }

    package func sealedToken(key: String) async throws -> SealedToken? {
        try await pass(.read) { try await inner.sealedToken(key: key) }
    }

    package func keptTokens() async throws -> Set<String> {
        try await pass(.read) { try await inner.keptTokens() }
    }

    package func nextNotice(for targets: [String]) async throws -> Timestamp? {
        try await pass(.read) { try await inner.nextNotice(for: targets) }
    }

    package func notices(limit: Int) async throws -> [NoticeRow] {
        try await pass(.read) { try await inner.notices(limit: limit) }
    }

    package func figures() async throws -> QueueFigures {
        try await pass(.read) { try await inner.figures() }
    }

    package func noticeCount() async throws -> Int {
        try await pass(.read) { try await inner.noticeCount() }
    }

    package func keptSellers(source: String) async throws -> SellerListingRow? {
        try await pass(.read) { try await inner.keptSellers(source: source) }
    }
}
