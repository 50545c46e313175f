/// What the rounds of `bench latency` came to.
struct LatencyFigures: Sendable, Hashable {
    /// One round.
    struct Round: Sendable, Hashable {
        /// Bare durable commits.
        let commits: Percentiles
        /// Jobs that the worker's own process puts in.
        let inside: Percentiles
        /// Jobs that another process puts in.
        let outside: Percentiles
    }

    var rounds: [Round] = []

    /// The figures for people and programs: percentiles of all rounds together, beside the least and the greatest of a
    /// round.
    var lines: [BenchLine] {
        [
            line("commitP50", "bare durable commit, p50", \.commits, \.half),
            line("commitP99", "bare durable commit, p99", \.commits, \.nearlyAll),
            line("inProcessP50", "enqueue to start, same process, p50", \.inside, \.half),
            line("inProcessP99", "enqueue to start, same process, p99", \.inside, \.nearlyAll, .atMost(5, reach: 2)),
            line("otherProcessP50", "enqueue to start, other process, p50", \.outside, \.half),
            line(
                "otherProcessP99", "enqueue to start, other process, p99", \.outside, \.nearlyAll,
                .atMost(60, reach: 25)),
        ]
    }

    /// One round in a line.
    func text(of round: Round) -> String {
        let unit = BenchUnit.milliseconds
        return
            "p99 of a bare commit \(unit.text(round.commits.nearlyAll)), same process \(unit.text(round.inside.nearlyAll)), "
            + "other process \(unit.text(round.outside.nearlyAll))"
    }

    private func line(
        _ key: String, _ measure: String, _ way: (Round) -> Percentiles, _ figure: (Percentiles) -> Double,
        _ goal: BenchGoal? = nil
    ) -> BenchLine {
        let parts = rounds.map(way)
        return BenchLine(
            key, measure, Spread(figure(Percentiles(all: parts)), parts: parts.map(figure)), .milliseconds, goal: goal)
    }
}
