import JobStore

// What people did.
extension TroubledStore {
    func record(_ deed: Deed) async throws { try await inner.record(deed) }
}
