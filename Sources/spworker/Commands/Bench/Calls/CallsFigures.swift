import JobModel

/// What the rounds of `bench calls` came to.
struct CallsFigures: Sendable, Hashable {
    /// How long one round's parts took, for all its calls.
    struct Round: Sendable, Hashable {
        /// The bare loop.
        let bare: Duration
        /// The worker: from the first job's enqueue to the last one's end.
        let work: Duration

        /// The worker's speed as a part of the bare loop's. Measured one after the other, both had the same machine.
        var ratio: Double { bare.measured / work.measured }
    }

    /// Calls in each round.
    let jobs: Int
    var rounds: [Round] = []

    init(jobs: Int, rounds: [Round] = []) {
        self.jobs = jobs
        self.rounds = rounds
    }

    /// The figures for people and programs.
    var lines: [BenchLine] {
        [
            BenchLine(
                "bareCalls", "bare AsyncHTTPClient loop", Spread(rounds.map { rate($0.bare) }), .perSecond),
            BenchLine(
                "workerCalls", "spworker, enqueue to kept result", Spread(rounds.map { rate($0.work) }), .perSecond),
            BenchLine(
                "callsOfBareLoop", "spworker / bare loop", Spread(rounds.map(\.ratio)), .ratio,
                goal: .atLeast(0.7, reach: 0.9)),
        ]
    }

    /// One round in a line.
    func text(of round: Round) -> String {
        "bare loop \(Spread.whole(rate(round.bare)))/s, spworker \(Spread.whole(rate(round.work)))/s, "
            + "ratio \(Spread.hundredths(round.ratio))"
    }

    private func rate(_ duration: Duration) -> Double { Double(jobs) / duration.measured }
}
