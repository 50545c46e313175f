import JobModel

/// What the rounds of `bench document` came to.
struct DocumentBenchFigures: Sendable, Hashable {
    /// One round.
    struct Round: Sendable, Hashable {
        /// How long `curl | gunzip > file` took.
        let pipeline: Duration
        /// How long this program took, the file's checksum and its way to the disk included.
        let fetch: Duration
        /// By how many bytes this program's resident memory grew while it fetched.
        let growth: Int64

        /// This program's speed as a part of the pipeline's. Measured one after the other, both had the same machine.
        var ratio: Double { pipeline.measured / fetch.measured }
    }

    /// The document's bytes when inflated.
    let size: Int64
    var rounds: [Round] = []

    init(size: Int64, rounds: [Round] = []) {
        self.size = size
        self.rounds = rounds
    }

    /// The pipeline's megabytes per second.
    var pipeline: Spread { Spread(rounds.map { rate($0.pipeline) }) }
    /// This program's megabytes per second.
    var fetch: Spread { Spread(rounds.map { rate($0.fetch) }) }
    /// The ratio, taken within each round.
    var ratio: Spread { Spread(rounds.map(\.ratio)) }
    /// The greatest growth of the resident memory, in bytes.
    var growth: Int64 { rounds.map(\.growth).max() ?? 0 }

    /// Megabytes (10^6 bytes, inflated) per second when the document took so long.
    func rate(_ duration: Duration) -> Double { Double(size) / 1e6 / duration.measured }
}
