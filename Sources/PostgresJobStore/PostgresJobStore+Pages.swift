package import JobModel
package import JobStore

// Reading part by part.
extension PostgresJobStore {
    package func jobs(matching filter: JobFilter, lookingThrough most: Int) async throws -> JobPage {
        try await read(reader: { try $0.jobs(matching: filter, lookingThrough: most) })
    }

    package func authorizations(matching search: AuthorizationSearch) async throws -> [AuthorizationRecord] {
        try await read(reader: { try $0.authorizations(matching: search) })
    }

    package func lanes(matching search: LaneSearch) async throws -> [LaneRecord] {
        try await read(reader: { try $0.lanes(matching: search) })
    }

    /// By this machine's clock, as whoever asks has it.
    package func oldestReady(now: Timestamp) async throws -> Timestamp? {
        let offset = clock.offset
        return try await read(reader: { try $0.oldestReady(now: now + offset) }).map { $0 - offset }
    }
}
