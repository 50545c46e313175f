package import JobModel
package import JobStore

extension SeveredStore {
    package func jobs(matching filter: JobFilter, lookingThrough most: Int) async throws -> JobPage {
        try await pass(.read) { try await inner.jobs(matching: filter, lookingThrough: most) }
    }

    package func authorizations(matching search: AuthorizationSearch) async throws -> [AuthorizationRecord] {
        try await pass(.read) { try await inner.authorizations(matching: search) }
    }

    package func lanes(matching search: LaneSearch) async throws -> [LaneRecord] {
        try await pass(.read) { try await inner.lanes(matching: search) }
    }

    package func oldestReady(now: Timestamp) async throws -> Timestamp? {
        try await pass(.read) { try await inner.oldestReady(now: now) }
    }
}
