import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import Testing

@testable import spworker

@Suite("Figures about depth")
struct DepthBenchTests {
    @Test(
        "claims from a backlog yield whole batches and leave as many jobs waiting as there were",
        arguments: [100, 1000])
    func keepsItsDepth(jobs: Int) async throws {
        let timekeeper = VirtualTimekeeper()
        let store = MemoryJobStore { Timestamp(microseconds: timekeeper.wallMicroseconds()) }
        let backlog = Backlog(jobs: jobs)
        for number in 0..<jobs {
            _ = try await store.enqueue([try Backlog.job(of: Backlog.seller(number % backlog.sellers + 1))])
        }
        let load = DepthLoad(backlog: backlog, worker: WorkerID("bench"), timekeeper: timekeeper)
        try await load.warmUp(store)
        #expect(try await load.latencies(of: 3, on: store).count == 3)
        let counts = await store.counts()
        #expect(counts[.waiting] == jobs && counts[.running, default: 0] == 0)
        #expect(counts[.succeeded, default: 0] >= 3 * 64)
        #expect(try await store.lanes().count == backlog.sellers)
    }

    @Test("a backlog gives every seller as many jobs as one visit of its lane takes, and has a bound on sellers")
    func spread() {
        #expect(Backlog(jobs: 1).sellers == 1)
        #expect(Backlog(jobs: 1000).sellers == 250)
        #expect(Backlog(jobs: 1_000_000).sellers == 10_000)
    }

    @Test("the target is held against the deepest queue without other jobs, round by round")
    func report() throws {
        let loads = [
            DepthPlace.Load(waiting: 1000), DepthPlace.Load(waiting: 1_000_000),
            DepthPlace.Load(waiting: 1_000_000, finished: 1_000_000, future: 500_000),
        ]
        var figures = DepthFigures(loads: loads)
        figures.add([[.milliseconds(1)], [.milliseconds(2)], [.milliseconds(3)]])
        figures.add([[.milliseconds(10)], [.milliseconds(12)], [.milliseconds(40)]])
        figures.add([[.milliseconds(1)], [.milliseconds(1)], [.milliseconds(1)]])
        let report = figures.report(rounds: 3, claims: 1)
        let ratio = try #require(report.lines.first { $0.key == "waiting1000000Ratio" })
        #expect(abs(ratio.value.median - 1.2) < 1e-6 && ratio.goal?.isMet(ratio.value) == true)
        #expect(ratio.goal?.isReached(ratio.value) == false)
        #expect(report.lines.first { $0.key == "crowded1000000Ratio" }?.goal == nil)
        #expect(report.lines.contains { $0.measure == "claim with 1 M waiting, 1 M done, 500 k for later, p99" })
        #expect(figures.lastRound.hasPrefix("1 k waiting 1.00 ms, 1 M waiting"))
        #expect(report.json["bench"] == .string("depth"))
    }
}
