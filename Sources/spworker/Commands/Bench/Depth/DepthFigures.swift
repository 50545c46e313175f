import JobModel

/// What the rounds of `bench depth` came to: for each load the median claim and the slowest of a hundred, in
/// milliseconds.
struct DepthFigures: Sendable, Hashable {
    /// What lay in the files, from the fewest waiting jobs to the most.
    let loads: [DepthPlace.Load]
    private var medians: [[Double]]
    private var slowest: [[Double]]

    init(loads: [DepthPlace.Load]) {
        self.loads = loads
        medians = loads.map { _ in [] }
        slowest = medians
    }

    /// Takes note of a round: the latencies of each load.
    mutating func add(_ latencies: [[Duration]]) {
        for (index, values) in latencies.enumerated() {
            let percentiles = Percentiles(values)
            medians[index].append(percentiles.half)
            slowest[index].append(percentiles.nearlyAll)
        }
    }

    /// The median claim with the load, as a part of the median claim with the first one. Taken within each round, in
    /// which both had the same machine.
    func ratio(_ index: Int) -> Spread {
        Spread(zip(medians[index], medians[0]).map { $0 / max($1, 1e-9) })
    }

    /// The last round in a line.
    var lastRound: String {
        loads.indices.map { index in
            "\(name(loads[index])) \(BenchUnit.milliseconds.text(medians[index].last ?? 0))"
        }.joined(separator: ", ")
    }

    // MARK: Report

    /// The table.
    func report(rounds: Int, claims: Int) -> BenchReport {
        var lines: [BenchLine] = []
        for (index, load) in loads.enumerated() {
            lines.append(
                BenchLine(
                    "\(key(load))P50", "claim with \(name(load)), p50", Spread(medians[index]), .milliseconds))
            lines.append(
                BenchLine(
                    "\(key(load))P99", "claim with \(name(load)), p99", Spread(slowest[index]), .milliseconds))
        }
        for (index, load) in loads.enumerated().dropFirst() {
            // The target speaks of waiting jobs alone, and of the most of them.
            let hasGoal = load.finished == 0 && load.waiting == loads.map(\.waiting).max()
            lines.append(
                BenchLine(
                    "\(key(load))Ratio", "p50 with \(name(load)) / with \(name(loads[0]))", ratio(index), .ratio,
                    goal: hasGoal ? .atMost(1.3, reach: 1.1) : nil))
        }
        return BenchReport(
            bench: DepthBench.name, lines: lines,
            conditions: [
                (
                    "claims",
                    "\(claims) of \(DepthLoad.batch) jobs in each of \(rounds) rounds, after a visit of every lane"
                ),
                ("jobs", "of up to \(Backlog.mostSellers) sellers in turn, a lane each, at least four jobs a lane"),
                ("between", "as many jobs are ended and put in as were claimed; not measured"),
                ("durability", "claims commit with synchronous=NORMAL"),
            ],
            note:
                "A claim is measured from question to commit. Ratios are taken within each round; the median counts."
        )
    }

    private func key(_ load: DepthPlace.Load) -> String {
        load.finished > 0 ? "crowded\(load.waiting)" : "waiting\(load.waiting)"
    }

    private func name(_ load: DepthPlace.Load) -> String {
        let waiting = "\(Self.short(load.waiting)) waiting"
        guard load.finished > 0 else { return waiting }
        return "\(waiting), \(Self.short(load.finished)) done, \(Self.short(load.future)) for later"
    }

    private static func short(_ count: Int) -> String {
        if count >= 1_000_000, count.isMultiple(of: 100_000) {
            let tenths = count / 100_000
            return tenths.isMultiple(of: 10) ? "\(tenths / 10) M" : "\(tenths / 10).\(tenths % 10) M"
        }
        return count >= 1000 && count.isMultiple(of: 1000) ? "\(count / 1000) k" : "\(count)"
    }
}
