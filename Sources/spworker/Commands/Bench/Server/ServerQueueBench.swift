import JobModel
import JobStore
import Overview
import Ports
import PostgresJobStore

/// Measures the queue on a PostgreSQL server with 1, 2 and 4 workers, each time beside as many plain loops in SQL.
struct ServerQueueBench: Bench {
    static let name = "queue"

    let server: ServerAddress
    let plan: QueueBenchPlan
    /// How many workers there are at a time.
    var workers = [1, 2, 4]

    func run(in site: BenchSite) async throws -> BenchReport {
        var figures = ServerQueueFigures(jobs: plan.jobs)
        var version = ""
        var isDurable = true
        for number in 1...plan.rounds {
            for count in workers {
                let (measured, facts) = try await measure(count, site.composition)
                figures.add(measured, workers: count)
                (version, isDurable) = facts
                site.say(
                    "round \(number) of \(plan.rounds), \(counted(count, "worker")): \(figures.text(of: measured))")
            }
        }
        return BenchReport(
            bench: Self.name, lines: figures.lines,
            conditions: conditions(site, version: version, isDurable: isDurable),
            note:
                "The ratio compares the queue, with lanes, limits and fences, to a loop that only writes down who has a job "
                + "and when; 1.00 is as fast. It is taken within each round; the median counts.")
    }

    private func measure(
        _ workers: Int, _ composition: Composition
    ) async throws -> (ServerQueueFigures.Round, (version: String, isDurable: Bool)) {
        let (plain, facts) = try await composition.withBenchSchema(on: server) { schema in
            let facts = try await Offload.run { try schema.facts() }
            return (try await plainLoops(workers, schema.address, composition.timekeeper), facts)
        }
        let times = try await composition.withBenchSchema(on: server) { schema in
            try await composition.withBenchStores(workers, at: schema.address) { stores in
                try await SharedQueueLoad(
                    plan: plan, workers: stores.map { ($0, WorkerID(composition.random.identifier())) },
                    timekeeper: composition.timekeeper
                ).run()
            }
        }
        return (ServerQueueFigures.Round(plain: plain, enqueue: times.enqueue, work: times.work), facts)
    }

    /// How long so many loops take for all jobs together.
    private func plainLoops(
        _ count: Int, _ address: ServerAddress, _ timekeeper: any Timekeeper
    ) async throws -> Duration {
        let loop = PlainQueueLoop(address, jobs: plan.jobs, batch: plan.batch)
        try await OffloadedLoop.run { try loop.fill(parameters: QueueLoad.parameters, isStopped: $0) }
        let start = timekeeper.monotonic()
        let done = try await withThrowingTaskGroup(of: Int.self) { loops in
            for number in 1...count {
                loops.addTask { try await OffloadedLoop.run { try loop.work(as: "worker-\(number)", isStopped: $0) } }
            }
            return try await loops.reduce(0, +)
        }
        let duration = timekeeper.monotonic() - start
        guard done == plan.jobs else {
            throw Failure(
                .no, "error: the plain loops did \(done) of \(plan.jobs) jobs; their figures mean nothing.")
        }
        return duration
    }

    private func conditions(
        _ site: BenchSite, version: String, isDurable: Bool
    ) -> [(name: String, value: String)] {
        [
            (
                "jobs",
                "\(plan.jobs) in each of \(plan.rounds) rounds, \(plan.lanes) lanes, one a seller; limits on, never reached"
            ),
            ("batches", "claims of both \(plan.batch), enqueues \(QueueLoad.chunk)"),
            ("in flight", "up to \(plan.inFlight) claimed jobs a worker; each worker with connections of its own"),
            ("calls", plan.charges ? "written down for each job, none made" : "none"),
            ("commits", isDurable ? "enqueues and ends wait for the disk" : "the server does not wait for its disk"),
            ("server", "\(server), PostgreSQL \(version)"), ("machine", "\(site.composition.cores) cores here"),
        ]
    }
}
