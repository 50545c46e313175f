package import JobStore

// What people did.
extension SQLiteJobStore {
    package func record(_ deed: Deed) async throws {
        try await write("deed", durable: true) { try $0.record(deed) }
    }
}
