import Foundation
import JobModel
import Ports

/// Measures how much of a worker lies in memory: idle, with many sellers, with many jobs, and for each call under way.
struct MemoryBench: Bench {
    static let name = "memory"

    /// How many jobs wait, where some do.
    var jobs = 1_000_000
    /// How many calls are under way at the most, beside the usual ones.
    var extraCalls = 500
    /// How long the worker works before it is measured.
    var work: Duration = .seconds(5)

    /// Calls under way of a worker that is configured by nothing.
    private static let usualCalls = 64

    func run(in site: BenchSite) async throws -> BenchReport {
        // Each call under way has a connection, in the worker that takes over this limit.
        FileLimit.raise()
        return try await site.with("memory") { folder in
            let sellers = Backlog(jobs: jobs).sellers
            let idle = try await measure(.init(name: "idle", sellers: 1), in: folder, of: site)
            let configured = try await measure(.init(name: "configured", sellers: sellers), in: folder, of: site)
            let working = try await measure(
                .init(name: "working", sellers: sellers, jobs: jobs, answersFor: work), in: folder, of: site)
            let few = try await measure(
                .init(name: "few", sellers: sellers, jobs: jobs, calls: Self.usualCalls), in: folder, of: site)
            let many = try await measure(
                .init(name: "many", sellers: sellers, jobs: jobs, calls: Self.usualCalls + extraCalls), in: folder,
                of: site)
            let each = (many.median - few.median) / Double(max(1, extraCalls))
            return BenchReport(
                bench: Self.name,
                lines: [
                    BenchLine("idle", "idle, one seller", idle, .bytes),
                    BenchLine("configured", "\(sellers) sellers, no jobs", configured, .bytes),
                    BenchLine(
                        "working", "\(sellers) sellers, \(jobs) jobs waiting, at work", working, .bytes,
                        goal: .atMost(150e6, reach: 80e6)),
                    BenchLine("usualCalls", "the same with \(Self.usualCalls) calls under way", few, .bytes),
                    BenchLine(
                        "manyCalls", "the same with \(Self.usualCalls + extraCalls) calls under way", many, .bytes),
                    BenchLine("perCall", "each call under way", Spread([each]), .bytes),
                ],
                conditions: [
                    ("memory", "resident size (VmRSS) of a 'spworker run' of its own, read for a second"),
                    ("at work", "after \(Spread.hundredths(work.seconds)) s of calls that are answered at once"),
                    ("under way", "calls that get no answer; the jobs run"),
                ],
                note:
                    "The resident size holds the touched parts of the program's file too. Minimum and maximum are "
                    + "those of the second in which it was read.")
        }
    }

    // MARK: One worker

    /// A worker that is measured.
    private struct Case: Sendable {
        let name: String
        let sellers: Int
        /// How many jobs wait.
        var jobs = 0
        /// For so long calls are answered; otherwise they are held.
        var answersFor: Duration?
        /// The calls that must be under way.
        var calls = 0
    }

    private func measure(_ one: Case, in parent: URL, of site: BenchSite) async throws -> Spread {
        try await BenchFolder.with(one.name, in: parent) { folder in
            try await BenchMock.with(site.composition, holdsCalls: one.answersFor == nil) { mock in
                let setup = BenchSetup(place: folder, sellers: one.sellers, api: mock.url)
                try await Offload.run { try setup.write() }
                if one.jobs > 0 {
                    _ = try await Backlog(jobs: one.jobs).file(in: folder, of: site)
                } else {
                    try await site.composition.withBenchStore(at: setup.database) { _ in }
                }
                site.say("starting a worker: \(one.name) ...")
                var words = ["run", "--config", setup.configuration]
                if one.calls > 0 { words += ["--concurrency", "\(one.calls)"] }
                return try await BenchProgram.with(try site.composition.programPath(), words, in: folder) { program in
                    try await ready(program, one, mock, setup, site)
                    return try await sample(program, one, site)
                }
            }
        }
    }

    /// Waits until the worker is where it is to be measured.
    private func ready(
        _ program: BenchProgram, _ one: Case, _ mock: BenchMock, _ setup: BenchSetup, _ site: BenchSite
    ) async throws {
        let timekeeper = site.composition.realTimekeeper
        let deadline = timekeeper.monotonic() + .seconds(60)
        while true {
            let isReady =
                if one.answersFor != nil || one.calls > 0 {
                    try await mock.counts().calls >= max(1, one.calls)
                } else {
                    try await Offload.run { try QueueGlance(path: setup.database).hasWorker() }
                }
            if isReady { break }
            guard try await Offload.run({ program.isRunning }) else {
                throw program.failure("a worker that was to be measured has ended")
            }
            guard timekeeper.monotonic() < deadline else {
                throw program.failure("a worker that was to be measured did not begin to work within a minute")
            }
            try await timekeeper.sleep(for: .milliseconds(20))
        }
        // What it does once at its start is over by then.
        try await timekeeper.sleep(for: one.answersFor ?? .seconds(2))
    }

    private func sample(_ program: BenchProgram, _ one: Case, _ site: BenchSite) async throws -> Spread {
        var sizes: [Double] = []
        for _ in 0..<10 {
            sizes.append(Double(try await Offload.run { program.residentBytes }))
            try await site.composition.realTimekeeper.sleep(for: .milliseconds(100))
        }
        guard try await Offload.run({ program.isRunning }) else {
            throw program.failure("a worker that was measured has ended")
        }
        let spread = Spread(sizes)
        site.say("\(one.name): \(BenchUnit.bytes.text(spread.median))")
        return spread
    }
}
