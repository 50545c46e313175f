import JobModel
import JobStore

// Reading part by part.
extension TroubledStore {
    func jobs(matching filter: JobFilter, lookingThrough most: Int) async throws -> JobPage {
        try await inner.jobs(matching: filter, lookingThrough: most)
    }

    func jobs(uniqueKey: String, limit: Int) async throws -> [JobRecord] {
        try await inner.jobs(uniqueKey: uniqueKey, limit: limit)
    }

    func events(matching search: EventSearch, lookingThrough most: Int) async throws -> RowPage<EventRow> {
        try await inner.events(matching: search, lookingThrough: most)
    }

    func inboxRows(matching search: InboxSearch, lookingThrough most: Int) async throws -> RowPage<InboxRow> {
        try await inner.inboxRows(matching: search, lookingThrough: most)
    }

    func authorizations(matching search: AuthorizationSearch) async throws -> [AuthorizationRecord] {
        try await inner.authorizations(matching: search)
    }

    func lanes(matching search: LaneSearch) async throws -> [LaneRecord] { try await inner.lanes(matching: search) }
    func sharedLimits() async throws -> [SharedLimit] { try await inner.sharedLimits() }
    func oldestReady(now: Timestamp) async throws -> Timestamp? { try await inner.oldestReady(now: now) }
}
