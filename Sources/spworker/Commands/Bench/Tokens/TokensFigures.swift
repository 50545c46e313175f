import JobModel
import Overview

/// What the rounds of `bench tokens` came to.
struct TokensFigures: Sendable, Hashable {
    /// One cold start.
    struct Round: Sendable, Hashable {
        /// Tokens that were asked for, as the mock counts.
        let exchanges: Int
        /// From the worker's start to the first call that the mock saw.
        let firstCall: Duration
        /// From the worker's start to the last job's end.
        let all: Duration
    }

    /// Sellers that have jobs: so many exchanges are due.
    let sellers: Int
    var rounds: [Round] = []

    init(sellers: Int, rounds: [Round] = []) {
        self.sellers = sellers
        self.rounds = rounds
    }

    /// The figures for people and programs.
    var lines: [BenchLine] {
        [
            BenchLine(
                "exchanges", "token exchanges", Spread(rounds.map { Double($0.exchanges) }), .count,
                goal: .exactly(Double(sellers))),
            BenchLine(
                "firstCall", "start to the first call", Spread(rounds.map { $0.firstCall.seconds * 1000 }),
                .milliseconds),
            BenchLine(
                "allJobs", "start to the last job's end", Spread(rounds.map { $0.all.seconds * 1000 }), .milliseconds),
        ]
    }

    /// One round in a line.
    func text(of round: Round) -> String {
        let unit = BenchUnit.milliseconds
        return
            "\(counted(round.exchanges, "exchange")), first call after \(unit.text(round.firstCall.seconds * 1000)), "
            + "all done after \(unit.text(round.all.seconds * 1000))"
    }
}
