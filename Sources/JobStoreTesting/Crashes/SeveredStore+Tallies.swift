package import JobModel
package import JobStore

extension SeveredStore {
    package func tallies(from: Timestamp, to: Timestamp, step: Duration) async throws -> [TallyBucket] {
        try await pass(.read) { try await inner.tallies(from: from, to: to, step: step) }
    }
}
