import Foundation
import JobModel
import OperationCatalogue
import Overview
import Ports

/// Measures how soon every page is there over a million jobs, and what ten viewers cost the worker.
struct DashboardBench: Bench {
    static let name = "dashboard"

    /// How many jobs there are.
    var jobs = 1_000_000
    /// How many sellers have them.
    var sellers = 5000
    /// How many times pages and worker are measured.
    var rounds = 5
    /// How many times each page is asked for in a round.
    var asks = 20

    /// How many look at the same time.
    private static let viewers = 10
    /// Runs at a time, as when nothing is configured.
    private static let concurrency = 64

    private var backlog: DashboardBacklog { DashboardBacklog(jobs: jobs, sellers: sellers) }

    func run(in site: BenchSite) async throws -> BenchReport {
        FileLimit.raise()
        return try await site.with("dashboard") { folder in
            try await BenchMock.with(site.composition, holdsCalls: true) { mock in
                let setup = setup(in: folder, mock)
                try await Offload.run { try setup.write() }
                try await backlog.make(in: setup, of: site)
                try await fireByHand(setup, site)
            }
            let figures = try await site.composition.withBenchTransport { transport in
                var figures = DashboardFigures()
                figures.pages = try await pages(in: folder, transport, site)
                figures.rounds = try await work(in: folder, transport, site)
                return figures
            }
            return report(figures, site)
        }
    }

    private func report(_ figures: DashboardFigures, _ site: BenchSite) -> BenchReport {
        BenchReport(
            bench: Self.name, lines: figures.lines(viewers: Self.viewers),
            conditions: [
                (
                    "jobs",
                    "\(jobs) of \(sellers) sellers: 40 % wait, 45 % are done, 5 % failed, 10 % are for later; "
                        + "\(counted(sellers - backlog.active, "seller")) revoked"
                ),
                (
                    "pages",
                    "each asked for \(asks) times in each of \(rounds) rounds, one after the other, to the last byte"
                ),
                (
                    "viewers",
                    "\(Self.viewers), each with another page that follows what happens; \(rounds) rounds, without and with "
                        + "them in turn"
                ),
                ("disk", site.disk), ("machine", site.machine),
            ],
            note:
                "Pages are asked for while \(Self.concurrency) runs wait for an answer. Percentiles are those of all rounds "
                + "together, minimum and maximum those of a round. The ratio is taken within each round; the median counts. "
                + "Viewers, worker and the Amazon that it calls share this machine's processors.")
    }

    // MARK: The worker

    private func setup(in folder: URL, _ mock: BenchMock) -> BenchSetup {
        var setup = BenchSetup(place: folder, sellers: sellers, api: mock.url)
        setup.plan = BenchWorker.Plan(sellers: sellers, concurrency: Self.concurrency, perSeller: 16)
        setup.settings = ["dashboard: {listen: \"127.0.0.1:0\"}"]
        return setup
    }

    /// Runs a worker with its pages while `body` runs.
    private func withWorker<Value: Sendable>(
        _ setup: BenchSetup, _ site: BenchSite, _ body: (BenchProgram, _ url: String) async throws -> Value
    ) async throws -> Value {
        try await Offload.run { try setup.write() }
        let words = ["run", "--config", setup.configuration, "--log-format", "json"]
        return try await BenchProgram.with(try site.composition.programPath(), words, in: setup.place) { program in
            let timekeeper = site.composition.realTimekeeper
            let deadline = timekeeper.monotonic() + .seconds(60)
            while true {
                if let url = try await Offload.run({ Self.address(saidBy: program) }) {
                    return try await body(program, url)
                }
                guard try await Offload.run({ program.isRunning }), timekeeper.monotonic() < deadline else {
                    throw program.failure("a worker ended, or had no dashboard within a minute")
                }
                try await timekeeper.sleep(for: .milliseconds(20))
            }
        }
    }

    private static func address(saidBy program: BenchProgram) -> String? {
        program.line(holding: "The dashboard is there.")
            .flatMap { try? JSONValue(parsing: $0.utf8)["address"]?.string }
    }

    /// Has a definition run for every seller, so that its page has something to tell.
    private func fireByHand(_ setup: BenchSetup, _ site: BenchSite) async throws {
        let words = ["schedules", "run", DashboardBacklog.definition, "--config", setup.configuration]
        try await BenchProgram.with(try site.composition.programPath(), words, in: setup.place) { program in
            let code = try await Offload.run { program.wait() }
            guard code == 0 else { throw program.failure("a definition could not be run by hand") }
        }
    }

    // MARK: Measuring

    /// How soon pages are there while every run waits.
    private func pages(
        in folder: URL, _ transport: any HTTPTransport, _ site: BenchSite
    ) async throws -> [[Percentiles]] {
        try await BenchMock.with(site.composition, holdsCalls: true) { mock in
            try await withWorker(setup(in: folder, mock), site) { program, url in
                let visitor = try await DashboardVisitor(url, transport, site.composition.realTimekeeper)
                try await wait(for: Self.concurrency, mock, program, site)
                return try await askForPages(visitor, site)
            }
        }
    }

    /// How fast the worker is without and with viewers.
    private func work(
        in folder: URL, _ transport: any HTTPTransport, _ site: BenchSite
    ) async throws -> [DashboardFigures.Round] {
        try await BenchMock.with(site.composition) { mock in
            try await withWorker(setup(in: folder, mock), site) { program, url in
                let timekeeper = site.composition.realTimekeeper
                let pace = WorkerPace(
                    mock: mock, program: program, timekeeper: timekeeper,
                    calls: min(40_000, max(1, backlog.waiting / (4 * rounds))))
                return try await compare(pace, try await DashboardVisitor(url, transport, timekeeper), site)
            }
        }
    }

    /// Waits until so many calls are under way.
    private func wait(for calls: Int, _ mock: BenchMock, _ program: BenchProgram, _ site: BenchSite) async throws {
        let timekeeper = site.composition.realTimekeeper
        let deadline = timekeeper.monotonic() + .seconds(60)
        while try await mock.counts().calls < calls {
            guard timekeeper.monotonic() < deadline else { throw program.failure("a worker did not begin to work") }
            try await timekeeper.sleep(for: .milliseconds(20))
        }
    }

    private func askForPages(_ visitor: DashboardVisitor, _ site: BenchSite) async throws -> [[Percentiles]] {
        var figures = DashboardFigures()
        for page in DashboardFigures.pages { _ = try await visitor.ask(page.path) }
        for number in 1...rounds {
            var times = [[Duration]](repeating: [], count: DashboardFigures.pages.count)
            for _ in 0..<asks {
                for (index, page) in DashboardFigures.pages.enumerated() {
                    times[index].append(try await visitor.ask(page.path))
                }
            }
            for (index, values) in times.enumerated() { figures.pages[index].append(Percentiles(values)) }
            site.say("round \(number) of \(rounds): \(figures.lastPages)")
        }
        return figures.pages
    }

    private func compare(
        _ pace: WorkerPace, _ visitor: DashboardVisitor, _ site: BenchSite
    ) async throws -> [DashboardFigures.Round] {
        site.say("letting the worker get its tokens ...")
        try await pace.warmUp(tokens: backlog.active, calls: backlog.waiting / 10)
        var figures = DashboardFigures()
        for number in 1...rounds {
            let audience = DashboardAudience(visitor: visitor, size: Self.viewers)
            var (alone, viewed) = (0.0, 0.0)
            // What changes in the course of time meets both alike.
            if number.isMultiple(of: 2) {
                viewed = try await audience.looking { try await pace.measure() }
                alone = try await pace.measure()
            } else {
                alone = try await pace.measure()
                viewed = try await audience.looking { try await pace.measure() }
            }
            figures.rounds.append(
                DashboardFigures.Round(alone: alone, viewed: viewed, pages: Percentiles(audience.times)))
            site.say("round \(number) of \(rounds): \(figures.lastRound)")
        }
        return figures.rounds
    }
}
