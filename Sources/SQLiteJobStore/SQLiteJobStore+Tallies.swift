package import JobModel
package import JobStore

// What was counted by the minute.
extension SQLiteJobStore {
    package func tallies(from: Timestamp, to: Timestamp, step: Duration) async throws -> [TallyBucket] {
        try await read(reader: { try $0.tallies(in: TallySpan(from: from, to: to, step: step)) })
    }
}
