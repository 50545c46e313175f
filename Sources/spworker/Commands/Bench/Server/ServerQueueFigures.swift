import JobModel
import Overview

/// What the rounds of `bench queue` on a server came to, for each number of workers.
struct ServerQueueFigures: Sendable {
    /// How long one round's parts took, for all its jobs.
    struct Round: Sendable, Hashable {
        /// The plain loops: claims and ends.
        let plain: Duration
        /// The queue: putting the jobs in.
        let enqueue: Duration
        /// The queue: claims and ends.
        let work: Duration

        /// The queue's speed as a part of the plain loops'.
        var ratio: Double { plain.measured / work.measured }
    }

    /// Jobs in each round.
    let jobs: Int
    /// The rounds of each number of workers, in the order in which the numbers came.
    private(set) var series: [(workers: Int, rounds: [Round])] = []

    init(jobs: Int) {
        self.jobs = jobs
    }

    /// Keeps a round.
    mutating func add(_ round: Round, workers: Int) {
        if let index = series.firstIndex(where: { $0.workers == workers }) {
            series[index].rounds.append(round)
        } else {
            series.append((workers, [round]))
        }
    }

    /// The figures for people and programs.
    var lines: [BenchLine] {
        series.flatMap { workers, rounds in
            let loops = counted(workers, "plain loop")
            let hands = counted(workers, "worker")
            return [
                BenchLine(
                    "plainServerQueue\(workers)", "\(loops) in SQL, claim + finish", rate(rounds, \.plain), .perSecond),
                BenchLine(
                    "serverQueueWork\(workers)", "\(hands), claim + finish", rate(rounds, \.work), .perSecond,
                    goal: workers == series.last?.workers ? .atLeast(7_500, reach: 15_000) : nil),
                BenchLine(
                    "serverQueueOfPlainLoop\(workers)", "\(hands) / \(loops)", Spread(rounds.map(\.ratio)), .ratio,
                    goal: .atLeast(0.5, reach: 0.8)),
                BenchLine(
                    "serverQueueEnqueue\(workers)", "\(hands), enqueue in batches", rate(rounds, \.enqueue), .perSecond),
            ]
        }
    }

    /// One round in a line.
    func text(of round: Round) -> String {
        "plain loop \(Spread.whole(rate(round.plain)))/s, spworker \(Spread.whole(rate(round.work)))/s, "
            + "ratio \(Spread.hundredths(round.ratio)), enqueue \(Spread.whole(rate(round.enqueue)))/s"
    }

    private func rate(_ rounds: [Round], _ part: (Round) -> Duration) -> Spread {
        Spread(rounds.map { rate(part($0)) })
    }

    private func rate(_ duration: Duration) -> Double { Double(jobs) / duration.measured }
}
