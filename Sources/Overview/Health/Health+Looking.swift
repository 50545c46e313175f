import JobModel
package import JobStore

extension Health.Sight {
    /// Looks at everything but configuration and waiting jobs, which cost as much as one wants to know.
    ///
    /// - Parameter lockHolder: Who works on the queue; `nil` when nobody does.
    /// - Throws: What the store throws.
    package static func look(at store: any QueueReading, lockHolder: String?) async throws -> Health.Sight {
        var sight = Health.Sight(lockHolder: lockHolder, workers: try await store.workers())
        sight.counts = try await store.counts()
        sight.newInboxRows = try await store.inboxCount(status: "new")
        sight.applications = try await store.applications()
        sight.authorizations = try await store.authorizations()
        sight.noticeCount = try await store.noticeCount()
        sight.oldestNotice = try await store.notices(limit: 1).first
        return sight
    }
}

extension [AuthorizationKey: YearlyRenewal] {
    /// When sellers must authorize anew, as far as the configuration tells.
    package init(of sellers: some Sequence<ConfiguredSeller>) {
        self.init(sellers.lazy.compactMap { seller in seller.renewal.map { (seller.key, $0) } }) { $1 }
    }
}
