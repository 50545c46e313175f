import Foundation

/// `bench queue` as one bench among all: with four jobs in each lane, and with one.
struct QueueBenches: Bench {
    static let name = "queue"

    /// Jobs in each round.
    var jobs = 50_000
    /// How many times everything is measured.
    var rounds = 3

    func run(in site: BenchSite) async throws -> BenchReport {
        site.say("4 jobs a lane:")
        let four = try await report(lanes: max(1, jobs / 4), in: site)
        site.say("1 job a lane:")
        let one = try await report(lanes: jobs, in: site)
        return BenchReport(
            bench: Self.name,
            lines: [
                BenchLine("bareQueue", "bare loop on SQLite, claim + finish", four.figures.raw, .perSecond),
                BenchLine(
                    "queueWork4", "spworker, claim + finish, 4 jobs a lane", four.figures.work, .perSecond),
                BenchLine(
                    "queueOfBareLoop4", "spworker / bare loop, 4 jobs a lane", four.figures.ratio, .ratio,
                    goal: .atLeast(0.35, reach: 0.6)),
                BenchLine(
                    "queueWork1", "spworker, claim + finish, 1 job a lane", one.figures.work, .perSecond),
                BenchLine(
                    "queueOfBareLoop1", "spworker / bare loop, 1 job a lane", one.figures.ratio, .ratio,
                    goal: .atLeast(0.22, reach: 0.4)),
                BenchLine("queueEnqueue", "spworker, enqueue in batches", four.figures.enqueue, .perSecond),
            ], conditions: conditions(four),
            note:
                "The ratio compares the queue, with lanes, limits and fences, to a loop that only writes down who has a job "
                + "and when; 1.00 is as fast. It is taken within each round; the median counts.")
    }

    private func report(lanes: Int, in site: BenchSite) async throws -> QueueBenchReport {
        let plan = QueueBenchPlan(jobs: jobs, lanes: lanes, batch: 256, rounds: rounds, charges: false)
        return try await QueueBench(site.composition, plan: plan).run(in: site.folder.path)
    }

    private func conditions(_ report: QueueBenchReport) -> [(name: String, value: String)] {
        [
            ("jobs", "\(jobs) in each of \(rounds) rounds, one lane a seller; limits on, never reached"),
            ("batches", "bare loop \(RawQueueLoop.batch), claims \(report.plan.batch), enqueues \(QueueLoad.chunk)"),
            ("synchronous", "claim and finish NORMAL, enqueue FULL"),
            ("machine", "\(report.cores) cores, SQLite \(report.sqlite)"),
        ]
    }
}
