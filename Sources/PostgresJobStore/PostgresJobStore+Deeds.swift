package import JobStore

// What people did.
extension PostgresJobStore {
    package func record(_ deed: Deed) async throws {
        // Whose jobs they were is read from rows that nobody must be changing.
        let reach: Reach =
            if case .jobs(let ids) = deed.owner, ids.count <= Deed.mostJobs { Reach(jobs: ids) } else { .beside }
        try await write(reach, durable: true) { try $0.record(deed) }
    }
}
