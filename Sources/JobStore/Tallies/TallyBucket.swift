package import JobModel

/// What was counted within one step of time.
package struct TallyBucket: Sendable, Hashable {
    /// When the step begins.
    package let start: Timestamp
    /// The counts; names without any are absent.
    package let counts: [TallyName: Int]

    package init(start: Timestamp, counts: [TallyName: Int]) {
        self.start = start
        self.counts = counts
    }

    /// The count of the name.
    package subscript(name: TallyName) -> Int { counts[name] ?? 0 }
}

/// Reading what was counted by the minute.
package protocol TallyReading: Sendable {
    /// What was counted from `from` to `to`, step by step: a bucket for each step, also where nothing was counted. Minutes are
    /// kept for eight days.
    ///
    /// - Parameter step: How long a bucket is, in whole minutes; at least one. Buckets begin at multiples of it since
    ///   1970, the first one before `from` or with it.
    func tallies(from: Timestamp, to: Timestamp, step: Duration) async throws -> [TallyBucket]
}

extension QueueReader {
    /// What was counted within the span.
    package func tallies(in span: TallySpan) throws -> [TallyBucket] {
        try tables.tallies(in: span).enumerated().map { step, counts in
            TallyBucket(
                start: span.start(of: step), counts: Dictionary(uniqueKeysWithValues: counts.changes.map { ($0, $1) }))
        }
    }
}
