import JobModel

/// What the rounds of `bench queue` came to.
struct QueueFigures: Sendable, Hashable {
    /// One round, everything in jobs a second.
    struct Round: Sendable, Hashable {
        /// The bare loop: claims and ends, in batches.
        let bare: Double
        /// The bare loop with a job in each transaction.
        let bareSingle: Double
        /// The queue: claims and ends, in each case.
        let work: [Double]
        /// The queue: jobs that were put in, many at a time.
        let enqueue: Double
        /// A bare row in each durable transaction.
        let commits: Double
        /// The queue: jobs that were put in one at a time.
        let enqueueSingle: Double

        /// The queue's speed in a case as a part of the bare loop's. Measured one after the other, both had the same
        /// machine.
        func ratio(_ index: Int) -> Double { work[index] / bare }
    }

    /// What was measured, in the order of ``Round/work``.
    let cases: [QueueCase]
    var rounds: [Round] = []

    init(cases: [QueueCase], rounds: [Round] = []) {
        self.cases = cases
        self.rounds = rounds
    }

    /// How many jobs a second there are when so many take so long.
    static func rate(_ jobs: Int, in duration: Duration) -> Double { Double(jobs) / duration.measured }

    /// The figures for people and programs.
    var lines: [BenchLine] {
        [
            line("bareQueue", "bare loop on SQLite, \(RawQueueLoop.batch) jobs a transaction") { $0.bare },
            line("bareQueueSingle", "the same, 1 job a transaction") { $0.bareSingle },
        ]
            + cases.indices.flatMap { index in
                let one = cases[index]
                return [
                    line("queueWork\(one.suffix)", "spworker, claim + finish, \(one.words)") { $0.work[index] },
                    BenchLine(
                        "queueOfBareLoop\(one.suffix)", "spworker / bare loop, \(one.words)",
                        Spread(rounds.map { $0.ratio(index) }), .ratio, goal: one.goal),
                ]
            } + [
                line("queueEnqueue", "spworker, enqueue, \(QueueLoad.chunk) at a time") { $0.enqueue },
                line("bareCommit", "bare row, 1 a durable commit") { $0.commits },
                line("queueEnqueueSingle", "spworker, enqueue, 1 at a time") { $0.enqueueSingle },
                BenchLine(
                    "queueEnqueueOfCommit", "spworker / bare row, 1 at a time",
                    Spread(rounds.map { $0.enqueueSingle / $0.commits }), .ratio),
            ]
    }

    /// One round in a line.
    func text(of round: Round) -> String {
        let works = zip(cases, round.work).map { "\(Spread.whole($1))/s (\($0.words))" }
        return "bare loop \(Spread.whole(round.bare))/s, spworker \(works.joined(separator: ", ")), "
            + "enqueue \(Spread.whole(round.enqueue))/s"
    }

    private func line(_ key: String, _ measure: String, _ figure: (Round) -> Double) -> BenchLine {
        BenchLine(key, measure, Spread(rounds.map(figure)), .perSecond)
    }
}

extension Duration {
    /// The seconds of something that was measured: never zero, as a coarse clock may say.
    var measured: Double { max(seconds, 1e-9) }
}
