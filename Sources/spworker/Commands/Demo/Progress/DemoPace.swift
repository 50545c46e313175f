/// How many jobs and calls there were in the last second.
struct DemoPace: Sendable {
    private struct Sample {
        let at: Duration
        let jobs: Int
        let calls: Int
    }

    private static let window = Duration.seconds(1)

    private var samples: [Sample] = []

    init() {}

    /// Takes note of the totals at an instant of real time.
    mutating func add(at instant: Duration, jobs: Int, calls: Int) {
        samples.append(Sample(at: instant, jobs: jobs, calls: calls))
        // One that is a whole window old stays, to measure from.
        while samples.count > 2, samples[1].at + Self.window <= instant { samples.removeFirst() }
    }

    /// Jobs in a second.
    var jobs: Double { rate(\.jobs) }
    /// Calls in a second.
    var calls: Double { rate(\.calls) }

    private func rate(_ total: KeyPath<Sample, Int>) -> Double {
        guard let first = samples.first, let last = samples.last, last.at > first.at else { return 0 }
        let span = last.at - first.at
        return Double(last[keyPath: total] - first[keyPath: total])
            / (Double(span.components.seconds)
                + Double(span.components.attoseconds) * 1e-18)
    }
}
