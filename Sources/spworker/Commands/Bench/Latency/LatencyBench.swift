import Foundation
import JobModel
import JobStore
import Ports
import Worker

/// Measures how long a worker that has nothing to do takes to start a job: one that its own process puts in, and one
/// that another process puts into the same database.
struct LatencyBench: Bench {
    static let name = "latency"

    /// Jobs in each round, one at a time, each way.
    var jobs = 500
    /// How many times everything is measured.
    var rounds = 3

    /// How long the worker rests before the next job: its last write must be over.
    private static let rest = Duration.milliseconds(3)
    /// How long a job may take before the figures are given up.
    private static let patience = Duration.seconds(30)

    func run(in site: BenchSite) async throws -> BenchReport {
        var figures = LatencyFigures()
        for number in 1...rounds {
            let round = try await site.with("latency-\(number)") { try await measure(in: $0, site.composition) }
            figures.rounds.append(round)
            site.say("round \(number) of \(rounds): \(figures.text(of: round))")
        }
        return BenchReport(
            bench: Self.name, lines: figures.lines, conditions: conditions(site),
            note:
                "The time runs from before the enqueue, which writes the job down for good, to the first instant of its run. "
                + "Another process is noticed by looking: on average after half the pause between two looks. Percentiles are "
                + "those of all rounds together, minimum and maximum those of a round.")
    }

    private func measure(in folder: URL, _ composition: Composition) async throws -> LatencyFigures.Round {
        let bare = BareCommits(count: jobs, timekeeper: composition.realTimekeeper)
        let commits = try await Offload.run { try bare.run(at: folder.appending(path: "bare.db").path) }
        let path = folder.appending(path: "queue.db").path
        return try await composition.withBenchStore(at: path) { store in
            let kind = LatencyKind(timekeeper: composition.realTimekeeper)
            let engine = composition.benchEngine(store, [kind])
            async let running: Void = engine.run()
            let result: Result<LatencyFigures.Round, any Error>
            do {
                try await warmUp(kind, store, engine, composition)
                let inside = try await inside(kind, store, engine, composition)
                let outside = try await outside(kind, path, composition)
                result = .success(
                    LatencyFigures.Round(
                        commits: Percentiles(commits), inside: Percentiles(inside), outside: Percentiles(outside)))
                engine.drain()
            } catch {
                result = .failure(error)
                engine.stopNow()
            }
            do {
                try await running
            } catch  where (try? result.get()) == nil {
                // What came first is told.
            }
            return try result.get()
        }
    }

    /// The first jobs prepare statements and fill caches.
    private func warmUp(
        _ kind: LatencyKind, _ store: any JobStore, _ engine: WorkerEngine, _ composition: Composition
    ) async throws {
        for _ in 1...10 { try await one(kind, store, engine, composition) }
        _ = kind.take()
    }

    private func inside(
        _ kind: LatencyKind, _ store: any JobStore, _ engine: WorkerEngine, _ composition: Composition
    ) async throws -> [Duration] {
        for _ in 1...jobs { try await one(kind, store, engine, composition) }
        return kind.take()
    }

    private func one(
        _ kind: LatencyKind, _ store: any JobStore, _ engine: WorkerEngine, _ composition: Composition
    ) async throws {
        let timekeeper = composition.realTimekeeper
        let due = kind.count + 1
        _ = try await store.enqueue([LatencyKind.job(at: Timestamp(microseconds: timekeeper.wallMicroseconds()))])
        engine.wake()
        try await wait(for: due, kind, timekeeper, lookEvery: .milliseconds(1))
        // Never in step with anything that happens at intervals.
        try await timekeeper.sleep(for: Self.rest * (1 + composition.random.unit()))
    }

    private func outside(_ kind: LatencyKind, _ path: String, _ composition: Composition) async throws -> [Duration] {
        let arguments = ["bench-enqueuer", "--path", path, "--jobs", "\(jobs)"]
        try await BenchChild.with(composition.programPath(), arguments) { _ in
            try await wait(for: jobs, kind, composition.realTimekeeper, lookEvery: .milliseconds(20))
        }
        return kind.take()
    }

    /// Returns when so many jobs have started.
    private func wait(
        for count: Int, _ kind: LatencyKind, _ timekeeper: any Timekeeper, lookEvery pause: Duration
    ) async throws {
        var (last, since) = (-1, timekeeper.monotonic())
        while kind.count < count {
            let now = timekeeper.monotonic()
            if kind.count != last { (last, since) = (kind.count, now) }
            guard now - since < Self.patience else {
                throw Failure(.no, "error: \(last) of \(count) jobs have started, and no more do.")
            }
            try await timekeeper.sleep(for: pause)
        }
    }

    private func conditions(_ site: BenchSite) -> [(name: String, value: String)] {
        [
            (
                "jobs",
                "\(jobs) each way in each of \(rounds) rounds, one at a time, with pauses; "
                    + "\(jobs * rounds / 100) of \(jobs * rounds) take longer than p99"
            ),
            ("enqueue", "written with FULL; the other process puts one in every 10 to 30 ms"),
            ("looks", "every \(DurationText.text(WorkerOptions().poll)) for what other processes have changed"),
            ("disk", site.disk), ("machine", site.machine),
        ]
    }
}
