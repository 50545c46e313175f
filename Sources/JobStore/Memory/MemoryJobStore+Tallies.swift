package import JobModel

// What was counted by the minute.
extension MemoryJobStore {
    package func tallies(from: Timestamp, to: Timestamp, step: Duration) throws -> [TallyBucket] {
        try read { try $0.tallies(in: TallySpan(from: from, to: to, step: step)) }
    }
}
