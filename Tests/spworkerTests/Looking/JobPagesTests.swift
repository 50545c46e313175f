import JobModel
import JobStore
import Overview
import Testing

@testable import spworker

@Suite("Jobs are read page by page")
struct JobPagesTests {
    /// A store with `count` jobs.
    private func store(_ count: Int) async throws -> MemoryJobStore {
        let store = MemoryJobStore { Records.now }
        let job = NewJob(
            kind: "request", lane: LaneKey(authorization: Records.key, operation: "a.b@1"), plan: .unknown,
            authorization: Records.key, operation: "a.b@1")
        _ = try await store.enqueue(Array(repeating: job, count: count))
        return store
    }

    @Test("All are found across pages, and the next page begins where this one ended", arguments: [1, 2, 3, 10])
    func pages(size: Int) async throws {
        let pages = JobPages(try await store(7), pageSize: size)
        let all = try await pages.jobs(JobFilter(limit: 100))
        #expect(all.jobs.count == 7)
        #expect(all.next == nil)
        let first = try await pages.jobs(JobFilter(limit: 3))
        #expect(first.jobs.count == 3)
        let next = try #require(first.next)
        let rest = try await pages.jobs(JobFilter(beforeID: next, limit: 4))
        #expect((first.jobs + rest.jobs).map(\.row.id) == all.jobs.map(\.row.id))
        #expect(rest.next == nil)
    }

    @Test("A condition does not end the search early")
    func condition() async throws {
        let pages = JobPages(try await store(7), pageSize: 2)
        let all = try await pages.jobs(JobFilter(limit: 100)).jobs.map(\.row.id)
        let last = try #require(all.last)
        #expect(try await pages.jobs(JobFilter(limit: 1)) { $0.row.id == last }.jobs.map(\.row.id) == [last])
    }
}
