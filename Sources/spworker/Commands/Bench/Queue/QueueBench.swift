import Foundation
import JobModel
import JobStore
import OperationCatalogue
import Ports

/// Measures a bare loop on SQLite and the queue in turn, round by round. Nobody is called.
struct QueueBench: Bench {
    static let name = "queue"

    var plan = QueueBenchPlan()

    /// The most jobs that are put in one at a time: each waits for the disk.
    private static let mostSingles = 500

    func run(in site: BenchSite) async throws -> BenchReport {
        var figures = QueueFigures(cases: QueueCase.all(plan))
        for number in 1...plan.rounds {
            let round = try await round(figures.cases, in: site)
            figures.rounds.append(round)
            site.say("round \(number) of \(plan.rounds): \(figures.text(of: round))")
        }
        return BenchReport(
            bench: Self.name, lines: figures.lines, conditions: try conditions(site),
            note:
                "The ratio compares the queue, with lanes, limits and fences, to a loop that only writes down who has a job "
                + "and when, \(RawQueueLoop.batch) jobs a transaction; 1.00 is as fast. It is taken within each round; the "
                + "median counts.")
    }

    // MARK: One round

    /// Each measurement has a folder of its own, gone before the next one: none has to share memory or disk with old files.
    private func round(_ cases: [QueueCase], in site: BenchSite) async throws -> QueueFigures.Round {
        let bare = try await bareLoop(jobs: plan.jobs, batch: RawQueueLoop.batch, in: site)
        let bareSingle = try await bareLoop(jobs: max(1, plan.jobs / 10), batch: 1, in: site)
        var works: [Double] = []
        var enqueues: [Double] = []
        for one in cases {
            let times = try await queue(one, in: site)
            works.append(QueueFigures.rate(plan.jobs, in: times.work))
            enqueues.append(QueueFigures.rate(plan.jobs, in: times.enqueue))
        }
        return QueueFigures.Round(
            bare: bare, bareSingle: bareSingle, work: works, enqueue: enqueues.first ?? 0,
            commits: try await commits(in: site), enqueueSingle: try await singles(in: site))
    }

    private func bareLoop(jobs: Int, batch: Int, in site: BenchSite) async throws -> Double {
        let loop = RawQueueLoop(jobs: jobs, batch: batch, timekeeper: site.composition.timekeeper)
        return try await site.with("bare") { folder in
            let time = try await OffloadedLoop.run {
                try loop.run(at: folder.appending(path: "bare.db").path, isStopped: $0)
            }
            return QueueFigures.rate(jobs, in: time)
        }
    }

    private func queue(_ one: QueueCase, in site: BenchSite) async throws -> QueueLoad.Times {
        var plan = plan
        plan.lanes = one.lanes
        let limits: QueueLimits = one.hasRates ? try .published(VirtualClock()) : .lifted
        let load = QueueLoad(
            plan: plan, worker: WorkerID(site.composition.random.identifier()), timekeeper: site.composition.timekeeper,
            limits: limits)
        var now: (@Sendable () -> Timestamp)?
        if let clock = limits.clock { now = { clock.now } }
        return try await site.with("queue") { [now] folder in
            try await site.composition.withBenchStore(at: folder.appending(path: "queue.db").path, clock: now) {
                try await load.run(on: $0)
            }
        }
    }

    // MARK: One job at a time

    private var singleJobs: Int { min(plan.jobs, Self.mostSingles) }

    private func commits(in site: BenchSite) async throws -> Double {
        let bare = BareCommits(count: singleJobs, timekeeper: site.composition.timekeeper)
        return try await site.with("commits") { folder in
            let times = try await Offload.run { try bare.run(at: folder.appending(path: "bare.db").path) }
            return QueueFigures.rate(times.count, in: times.reduce(.zero, +))
        }
    }

    private func singles(in site: BenchSite) async throws -> Double {
        let load = QueueLoad(
            plan: plan, worker: WorkerID(site.composition.random.identifier()), timekeeper: site.composition.timekeeper)
        return try await site.with("singles") { folder in
            try await site.composition.withBenchStore(at: folder.appending(path: "queue.db").path) { store in
                let time = try await load.fill(store, with: singleJobs, atATime: 1)
                return QueueFigures.rate(singleJobs, in: time)
            }
        }
    }

    // MARK: Conditions

    private func conditions(_ site: BenchSite) throws -> [(name: String, value: String)] {
        let rates = try Backlog.plan()
        return [
            (
                "jobs",
                "\(plan.jobs) in each of \(plan.rounds) rounds; a tenth of them in the bare loop with 1 a transaction"
            ),
            (
                "lanes",
                "one a seller, up to \(site.composition.benchRules.perAuthorization) runs each; limits on, never reached"
            ),
            (
                "rates",
                "those of \(Backlog.operation): \(Spread.hundredths(rates.rate)) a second, burst \(rates.burst); virtual "
                    + "time goes on when no lane has a permit, calls are written down"
            ),
            ("batches", "bare loop \(RawQueueLoop.batch), claims \(plan.batch), enqueues \(QueueLoad.chunk)"),
            ("in flight", "up to \(plan.inFlight) claimed jobs; one process, one writer"),
            ("calls", plan.charges ? "written down for each job, none made" : "none"),
            ("synchronous", "claim and finish NORMAL, as the bare loop; enqueue and bare row FULL"),
            ("disk", site.disk), ("machine", site.machine),
        ]
    }
}
