import JobModel
import Ports

/// Measures a cold start: many jobs of many sellers at once, and not one token. Each seller's token must be fetched
/// once, however many of its jobs wait for it.
struct TokensBench: Bench {
    static let name = "tokens"

    /// Jobs in each round, all at a time.
    var jobs = 1000
    /// Over how many sellers they are spread.
    var sellers = 100
    /// How many workers begin, one after the other.
    var rounds = 5

    /// How long the mock takes for a token: about what Login with Amazon does at best. Without it, there would hardly
    /// be a second run to wait for the first one's token.
    static let tokenDelay = Duration.milliseconds(50)

    private var plan: BenchWorker.Plan {
        BenchWorker.Plan(
            sellers: sellers, concurrency: jobs, perSeller: min(1000, (jobs + sellers - 1) / sellers))
    }

    func run(in site: BenchSite) async throws -> BenchReport {
        FileLimit.raise()
        var figures = TokensFigures(sellers: min(sellers, jobs))
        try await BenchMock.with(site.composition, tokenDelay: Self.tokenDelay) { mock in
            for number in 1...rounds {
                let round = try await site.with("tokens-\(number)") { folder in
                    try await BenchWorker.with(plan, calling: mock, in: folder, like: site.composition) {
                        try await measure($0, mock, site.composition.realTimekeeper)
                    }
                }
                figures.rounds.append(round)
                site.say("round \(number) of \(rounds): \(figures.text(of: round))")
            }
        }
        return BenchReport(
            bench: Self.name, lines: figures.lines, conditions: conditions(site),
            note:
                "Every job waits for its seller's token, and the first to come fetches it for all. The times count from the "
                + "worker's start, with every job already waiting.")
    }

    private func measure(
        _ worker: BenchWorker, _ mock: BenchMock, _ timekeeper: any Timekeeper
    ) async throws -> TokensFigures.Round {
        try await mock.reset()
        try await worker.enqueue(jobs)
        // The mock says by its wall clock when the first call came: this machine's too.
        let wall = Timestamp(microseconds: timekeeper.wallMicroseconds())
        let start = timekeeper.monotonic()
        let all = try await worker.working {
            try await worker.succeeded(jobs)
            return timekeeper.monotonic() - start
        }
        let counts = try await mock.counts()
        guard counts.calls >= jobs, let first = counts.firstCallAt else {
            throw Failure(.no, "error: the mock saw \(counts.calls) of \(jobs) calls; the figures mean nothing.")
        }
        return TokensFigures.Round(
            exchanges: counts.tokens, firstCall: Timestamp(microseconds: first) - wall, all: all)
    }

    private func conditions(_ site: BenchSite) -> [(name: String, value: String)] {
        [
            ("jobs", "\(jobs) of \(sellers) sellers in each of \(rounds) rounds, all at a time, one call each"),
            ("tokens", "none at first; the mock takes \(DurationText.text(Self.tokenDelay)) for each"),
            ("mock", "another process of this program, plain HTTP on 127.0.0.1"), ("disk", site.disk),
            ("machine", site.machine),
        ]
    }
}
