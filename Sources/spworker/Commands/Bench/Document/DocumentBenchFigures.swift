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
    /// The growth of the resident memory, in bytes.
    var growth: Spread { Spread(rounds.map { Double($0.growth) }) }

    /// The figures for people and programs.
    var lines: [BenchLine] {
        [
            BenchLine("curlGunzip", "curl | gunzip > file", pipeline, .megabytesPerSecond),
            BenchLine("documentFetch", "spworker, fetched, checked, on the disk", fetch, .megabytesPerSecond),
            BenchLine("documentOfCurl", "spworker / curl | gunzip", ratio, .ratio),
            BenchLine("documentMemory", "memory that fetching takes", growth, .bytes),
        ]
    }

    /// One round in a line.
    func text(of round: Round) -> String {
        "curl | gunzip \(Spread.whole(rate(round.pipeline))) MB/s, spworker \(Spread.whole(rate(round.fetch))) MB/s, "
            + "ratio \(Spread.hundredths(round.ratio)), memory +\(SizeText.text(round.growth))"
    }

    /// Megabytes (10^6 bytes, inflated) per second when the document took so long.
    func rate(_ duration: Duration) -> Double { Double(size) / 1e6 / duration.measured }
}
