import JobModel

/// Counting what happens, by the minute.
extension QueueTransaction {
    /// Writes down what this transaction has counted: in one go, and before the counts of jobs, so that all who write keep
    /// one order.
    mutating func flushTallies() throws {
        if tally.isEmpty { return }
        try tables.add(tally, toMinute: TallySpan.minute(of: now))
        tally = TallyCounts()
    }

    /// Deletes at most `chunk` rows of minutes that are older than they must be kept, or lie in the future. They are no rows that
    /// anybody asks for by themselves, so nobody is told how many went.
    mutating func pruneTallies(_ retention: Retention, chunk: Int) throws {
        guard retention.tallies < Retention.forever else { return }
        let last = TallySpan.minute(of: now + TallySpan.tolerance)
        _ = try tables.deleteTallies(
            before: TallySpan.minute(of: now - retention.tallies), after: last, limit: chunk)
    }
}
