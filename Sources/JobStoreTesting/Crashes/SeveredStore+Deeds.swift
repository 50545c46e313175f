package import JobStore

extension SeveredStore {
    package func record(_ deed: Deed) async throws { try await pass(.recordDeed) { try await inner.record(deed) } }
}
