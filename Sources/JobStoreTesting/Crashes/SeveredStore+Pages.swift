package import JobModel
package import JobStore

extension SeveredStore {
    package func jobs(matching filter: JobFilter, lookingThrough most: Int) async throws -> JobPage {
        try await pass(.read) { try await inner.jobs(matching: filter, lookingThrough: most) }
    }

    package func jobs(uniqueKey: String, limit: Int) async throws -> [JobRecord] {
        try await pass(.read) { try await inner.jobs(uniqueKey: uniqueKey, limit: limit) }
    }

    package func events(matching search: EventSearch, lookingThrough most: Int) async throws -> RowPage<EventRow> {
        try await pass(.read) { try await inner.events(matching: search, lookingThrough: most) }
    }

    package func inboxRows(matching search: InboxSearch, lookingThrough most: Int) async throws -> RowPage<InboxRow> {
        try await pass(.read) { try await inner.inboxRows(matching: search, lookingThrough: most) }
    }

    package func authorizations(matching search: AuthorizationSearch) async throws -> [AuthorizationRecord] {
        try await pass(.read) { try await inner.authorizations(matching: search) }
    }

    package func lanes(matching search: LaneSearch) async throws -> [LaneRecord] {
        try await pass(.read) { try await inner.lanes(matching: search) }
    }

    package func sharedLimits() async throws -> [SharedLimit] {
        try await pass(.read) { try await inner.sharedLimits() }
    }

    package func oldestReady(now: Timestamp) async throws -> Timestamp? {
        try await pass(.read) { try await inner.oldestReady(now: now) }
    }
}
