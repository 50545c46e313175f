import JobModel
import JobStore

// What was counted.
extension TroubledStore {
    func tallies(from: Timestamp, to: Timestamp, step: Duration) async throws -> [TallyBucket] {
        try await inner.tallies(from: from, to: to, step: step)
    }
}
