import JobModel
import JobStore

// Reading part by part.
extension TroubledStore {
    func jobs(matching filter: JobFilter, lookingThrough most: Int) async throws -> JobPage {
        try await inner.jobs(matching: filter, lookingThrough: most)
    }

    func authorizations(matching search: AuthorizationSearch) async throws -> [AuthorizationRecord] {
        try await inner.authorizations(matching: search)
    }

    func lanes(matching search: LaneSearch) async throws -> [LaneRecord] { try await inner.lanes(matching: search) }
    func oldestReady(now: Timestamp) async throws -> Timestamp? { try await inner.oldestReady(now: now) }
}
