package import JobModel
package import JobStore

// What was counted by the minute, which is the server's. Told by this machine's clock, to the minute.
extension PostgresJobStore {
    package func tallies(from: Timestamp, to: Timestamp, step: Duration) async throws -> [TallyBucket] {
        let ahead = Duration.seconds(clock.offset.microseconds / 60_000_000 * 60)
        let span = TallySpan(from: from + ahead, to: to + ahead, step: step)
        return try await read(reader: { try $0.tallies(in: span) }).map {
            TallyBucket(start: $0.start - ahead, counts: $0.counts)
        }
    }
}
