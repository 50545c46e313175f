import OperationCatalogue
import Overview

/// What `bench queue` measured, and under which conditions. Prints both.
struct QueueBenchReport: Sendable {
    let plan: QueueBenchPlan
    let figures: QueueFigures
    /// Runs that one seller has at the same time.
    let runsPerSeller: Int
    /// The folder whose disk was measured.
    let directory: String
    let cores: Int
    /// SQLite's version.
    let sqlite: String

    /// Prints a table, its conditions and how to read it; or one JSON value.
    func print(to console: Console) {
        guard !console.isJSON else { return console.json(json) }
        console.line()
        var table = Table([("MEASURED", .left), ("MEDIAN", .right), ("MIN..MAX", .right), ("SYNCHRONOUS", .left)])
        table.add(row("bare loop on SQLite, claim + finish", figures.raw, "NORMAL", "/s", Spread.whole))
        table.add(row("spworker, claim + finish", figures.work, "NORMAL", "/s", Spread.whole))
        table.add(row("spworker / bare loop", figures.ratio, "", "", Spread.hundredths))
        table.add(row("spworker, enqueue", figures.enqueue, "FULL", "/s", Spread.whole))
        table.print(to: console)
        console.line()
        var conditions = Fields()
        conditions.add("jobs", "\(plan.jobs) in each of \(plan.rounds) rounds")
        conditions.add(
            "lanes", "\(plan.lanes), one a seller, up to \(runsPerSeller) runs each; limits on, never reached")
        conditions.add("batches", "bare loop \(RawQueueLoop.batch), claims \(plan.batch), enqueues \(QueueLoad.chunk)")
        conditions.add("in flight", "up to \(plan.inFlight) claimed jobs; one process, one writer")
        conditions.add("calls", plan.charges ? "written down for each job, none made" : "none")
        conditions.add("disk", directory)
        conditions.add("machine", "\(cores) cores, SQLite \(sqlite)")
        conditions.print(to: console)
        console.line()
        console.line(
            "The ratio compares the queue, with lanes, limits and fences, to a loop that only writes down who has a job "
                + "and when; 1.00 is as fast. It is taken within each round; the median counts.")
    }

    /// One round in a line.
    static func text(of round: QueueFigures.Round, in figures: QueueFigures) -> String {
        "bare loop \(Spread.whole(figures.rate(round.raw)))/s, spworker \(Spread.whole(figures.rate(round.work)))/s, "
            + "ratio \(Spread.hundredths(round.ratio)), enqueue \(Spread.whole(figures.rate(round.enqueue)))/s"
    }

    private func row(
        _ name: String, _ spread: Spread, _ synchronous: String, _ unit: String, _ text: (Double) -> String
    ) -> [String] {
        [name, text(spread.median) + unit, "\(text(spread.least))..\(text(spread.greatest))", synchronous]
    }

    // MARK: JSON

    /// Durations in seconds, rates in jobs per second.
    var json: JSONValue {
        .object([
            "jobs": .count(plan.jobs), "lanes": .count(plan.lanes), "runsPerSeller": .count(runsPerSeller),
            "inFlight": .count(plan.inFlight), "charged": .bool(plan.charges), "directory": .string(directory),
            "cores": .count(cores), "sqlite": .string(sqlite),
            "batch": .object([
                "raw": .count(RawQueueLoop.batch), "claim": .count(plan.batch), "enqueue": .count(QueueLoad.chunk),
            ]),
            "synchronous": .object([
                "raw": .string("NORMAL"), "claim": .string("NORMAL"), "finish": .string("NORMAL"),
                "enqueue": .string("FULL"),
            ]),
            "rounds": .array(
                figures.rounds.map { round in
                    .object([
                        "rawSeconds": .seconds(round.raw), "workSeconds": .seconds(round.work),
                        "enqueueSeconds": .seconds(round.enqueue), "ratio": .number(round.ratio),
                    ])
                }),
            "rawPerSecond": figures.raw.json, "workPerSecond": figures.work.json,
            "enqueuePerSecond": figures.enqueue.json, "ratio": figures.ratio.json,
        ])
    }
}
