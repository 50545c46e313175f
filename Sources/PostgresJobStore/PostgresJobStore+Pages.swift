package import JobModel
package import JobStore

// Reading part by part.
extension PostgresJobStore {
    package func jobs(matching filter: JobFilter, lookingThrough most: Int) async throws -> JobPage {
        try await read(reader: { try $0.jobs(matching: filter, lookingThrough: most) })
    }

    package func jobs(uniqueKey: String, limit: Int) async throws -> [JobRecord] {
        try await read(reader: { try $0.jobs(uniqueKey: uniqueKey, limit: limit) })
    }

    package func events(matching search: EventSearch, lookingThrough most: Int) async throws -> RowPage<EventRow> {
        try await read(reader: { try $0.events(matching: search, lookingThrough: most) })
    }

    package func inboxRows(matching search: InboxSearch, lookingThrough most: Int) async throws -> RowPage<InboxRow> {
        try await read(reader: { try $0.inboxRows(matching: search, lookingThrough: most) })
    }

    package func authorizations(matching search: AuthorizationSearch) async throws -> [AuthorizationRecord] {
        try await read(reader: { try $0.authorizations(matching: search) })
    }

    package func lanes(matching search: LaneSearch) async throws -> [LaneRecord] {
        try await read(reader: { try $0.lanes(matching: search) })
    }

    package func sharedLimits() async throws -> [SharedLimit] {
        try await read(reader: { try $0.sharedLimits() })
    }

    /// By this machine's clock, as whoever asks has it.
    package func oldestReady(now: Timestamp) async throws -> Timestamp? {
        let offset = clock.offset
        return try await read(reader: { try $0.oldestReady(now: now + offset) }).map { $0 - offset }
    }
}
