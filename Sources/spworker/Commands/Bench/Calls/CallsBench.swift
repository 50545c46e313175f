import AsyncHTTPClient
import Ports

/// Measures whole calls beside a bare HTTP loop, in turn, against the same mock: jobs are put in, claimed, given a
/// token and a permit, sent, and their answers kept.
struct CallsBench: Bench {
    static let name = "calls"

    /// Calls in each round, both ways.
    var jobs = 10_000
    /// Calls at a time, both ways.
    var concurrency = 64
    /// Over how many sellers the jobs are spread.
    var sellers = 100
    /// How many times both are measured.
    var rounds = 5

    private var plan: BenchWorker.Plan {
        // So many that no seller's own limit is met.
        BenchWorker.Plan(
            sellers: sellers, concurrency: concurrency,
            perSeller: min(1000, max(4, (2 * concurrency + sellers - 1) / sellers)))
    }

    func run(in site: BenchSite) async throws -> BenchReport {
        FileLimit.raise()
        let figures = try await site.with("calls") { folder in
            try await BenchMock.with(site.composition) { mock in
                try await BenchWorker.with(plan, calling: mock, in: folder, like: site.composition) { worker in
                    try await site.composition.withBareClient(connections: concurrency) { client in
                        try await worker.working { try await measure(worker, client, mock, site) }
                    }
                }
            }
        }
        return BenchReport(
            bench: Self.name, lines: figures.lines, conditions: conditions(site),
            note:
                "The ratio compares whole jobs, written down durably when they come and again when they end, to a loop that "
                + "keeps nothing; 1.00 is as fast. It is taken within each round; the median counts.")
    }

    private func measure(
        _ worker: BenchWorker, _ client: HTTPClient, _ mock: BenchMock, _ site: BenchSite
    ) async throws -> CallsFigures {
        var figures = CallsFigures(jobs: jobs)
        let timekeeper = site.composition.realTimekeeper
        // Connections are made and tokens fetched before anything is measured, both ways.
        _ = try await bare(min(jobs, 10 * concurrency), mock, timekeeper).run(on: client)
        var succeeded = max(sellers, min(jobs, 10 * concurrency))
        try await worker.enqueue(succeeded)
        try await worker.succeeded(succeeded)
        for number in 1...rounds {
            try await mock.reset()
            let bare = try await bare(jobs, mock, timekeeper).run(on: client)
            try await requireCalls(mock)
            try await mock.reset()
            let start = timekeeper.monotonic()
            try await worker.enqueue(jobs)
            succeeded += jobs
            try await worker.succeeded(succeeded)
            let work = timekeeper.monotonic() - start
            try await requireCalls(mock)
            let round = CallsFigures.Round(bare: bare, work: work)
            figures.rounds.append(round)
            site.say("round \(number) of \(rounds): \(figures.text(of: round))")
        }
        return figures
    }

    private func bare(_ jobs: Int, _ mock: BenchMock, _ timekeeper: any Timekeeper) -> BareCallLoop {
        BareCallLoop(url: mock.url + BenchWorker.path, jobs: jobs, concurrency: concurrency, timekeeper: timekeeper)
    }

    /// A job that succeeded without a call would be no call.
    private func requireCalls(_ mock: BenchMock) async throws {
        let calls = try await mock.counts().calls
        guard calls >= jobs else {
            throw Failure(.no, "error: the mock saw \(calls) of \(jobs) calls; the figures mean nothing.")
        }
    }

    private func conditions(_ site: BenchSite) -> [(name: String, value: String)] {
        [
            (
                "calls",
                "\(jobs) each way in each of \(rounds) rounds, \(concurrency) at a time, on connections kept open"
            ),
            ("sellers", "\(sellers), tokens cached, up to \(plan.perSeller) runs each; limits on, never reached"),
            (
                "jobs",
                "enqueued \(QueueLoad.chunk) at a time (FULL), ends written with NORMAL, answers kept in the database"
            ),
            ("mock", "another process of this program, one thread, fixed answers of \(MockAnswers.order.count) bytes"),
            ("disk", site.disk), ("machine", site.machine),
        ]
    }
}
