import JobModel

/// What the rounds of `bench queue` came to.
struct QueueFigures: Sendable, Hashable {
    /// How long one round's parts took, for all its jobs.
    struct Round: Sendable, Hashable {
        /// The bare loop: claims and ends.
        let raw: Duration
        /// The queue: putting the jobs in.
        let enqueue: Duration
        /// The queue: claims and ends.
        let work: Duration

        /// The queue's speed as a part of the bare loop's. Measured one after the other, both had the same machine.
        var ratio: Double { raw.measured / work.measured }
    }

    /// Jobs in each round.
    let jobs: Int
    var rounds: [Round] = []

    init(jobs: Int, rounds: [Round] = []) {
        self.jobs = jobs
        self.rounds = rounds
    }

    /// The bare loop's jobs per second.
    var raw: Spread { Spread(rounds.map { rate($0.raw) }) }
    /// Jobs that the queue took in per second.
    var enqueue: Spread { Spread(rounds.map { rate($0.enqueue) }) }
    /// Jobs that were claimed from the queue and finished per second.
    var work: Spread { Spread(rounds.map { rate($0.work) }) }
    /// The ratio, taken within each round.
    var ratio: Spread { Spread(rounds.map(\.ratio)) }

    /// Jobs per second when all of them took so long.
    func rate(_ duration: Duration) -> Double { Double(jobs) / duration.measured }
}

extension Duration {
    /// The seconds of something that was measured: never zero, as a coarse clock may say.
    var measured: Double { max(seconds, 1e-9) }
}
