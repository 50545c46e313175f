import OperationCatalogue
import Overview

/// What `bench document` measured, and under which conditions. Prints both.
struct DocumentBenchReport: Sendable {
    let figures: DocumentBenchFigures
    /// The document's bytes as they are served.
    let compressed: Int64
    /// The folder whose disk was measured.
    let directory: String
    let cores: Int

    /// Prints a table, its conditions and how to read it; or one JSON value.
    func print(to console: Console) {
        guard !console.isJSON else { return console.json(json) }
        console.line()
        var table = Table([("MEASURED", .left), ("MEDIAN", .right), ("MIN..MAX", .right)])
        table.add(row("curl | gunzip > file", figures.pipeline, " MB/s", Spread.whole))
        table.add(row("spworker, fetched, checked, on the disk", figures.fetch, " MB/s", Spread.whole))
        table.add(row("spworker / curl | gunzip", figures.ratio, "", Spread.hundredths))
        table.print(to: console)
        console.line()
        var conditions = Fields()
        conditions.add("memory", "grew by at most \(SizeText.text(figures.growth)) while fetching")
        conditions.add(
            "document",
            "\(SizeText.text(figures.size)), gzip of \(SizeText.text(compressed)), in each of "
                + "\(figures.rounds.count) rounds")
        conditions.add("server", "this program, plain HTTP on 127.0.0.1")
        conditions.add("disk", directory)
        conditions.add("machine", "\(cores) cores")
        conditions.print(to: console)
        console.line()
        console.line(
            "The ratio compares a report job's download, with its checks, to the shell's, which leaves the file in memory "
                + "for the system to write; 1.00 is as fast. It is taken within each round; the median counts.")
    }

    /// One round in a line.
    static func text(of round: DocumentBenchFigures.Round, in figures: DocumentBenchFigures) -> String {
        "curl | gunzip \(Spread.whole(figures.rate(round.pipeline))) MB/s, "
            + "spworker \(Spread.whole(figures.rate(round.fetch))) MB/s, ratio \(Spread.hundredths(round.ratio)), "
            + "memory +\(SizeText.text(round.growth))"
    }

    private func row(_ name: String, _ spread: Spread, _ unit: String, _ text: (Double) -> String) -> [String] {
        [name, text(spread.median) + unit, "\(text(spread.least))..\(text(spread.greatest))"]
    }

    /// Durations in seconds, sizes in bytes, rates in megabytes (10^6 bytes, inflated) per second.
    var json: JSONValue {
        .object([
            "bytes": .integer(figures.size), "compressedBytes": .integer(compressed),
            "directory": .string(directory), "cores": .count(cores),
            "rounds": .array(
                figures.rounds.map { round in
                    .object([
                        "pipelineSeconds": .seconds(round.pipeline), "fetchSeconds": .seconds(round.fetch),
                        "ratio": .number(round.ratio), "memoryGrowth": .integer(round.growth),
                    ])
                }),
            "pipelineMegabytesPerSecond": figures.pipeline.json, "fetchMegabytesPerSecond": figures.fetch.json,
            "ratio": figures.ratio.json, "memoryGrowth": .integer(figures.growth),
        ])
    }
}
