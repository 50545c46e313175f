import JobModel
import JobStore
import JobStoreTesting
import Testing

@testable import spworker

@Suite("The bench of several workers")
struct ServerQueueBenchTests {
    @Test(
        "workers that share a queue work every job off between them, also when there are more of them than sellers",
        arguments: [
            (workers: 1, plan: QueueBenchPlan(jobs: 300, lanes: 100, batch: 32, rounds: 1, charges: false)),
            (workers: 3, plan: QueueBenchPlan(jobs: 1001, lanes: 7, batch: 16, rounds: 1, charges: true)),
            (workers: 4, plan: QueueBenchPlan(jobs: 50, lanes: 2, batch: 256, rounds: 1, charges: false)),
        ])
    func worksOff(workers: Int, plan: QueueBenchPlan) async throws {
        let timekeeper = VirtualTimekeeper()
        let store = MemoryJobStore { Timestamp(microseconds: timekeeper.wallMicroseconds()) }
        // Who finds nothing sleeps a moment, which passes by itself.
        let ticking = Task {
            while !Task.isCancelled {
                timekeeper.advance(by: .milliseconds(1))
                await Task.yield()
            }
        }
        defer { ticking.cancel() }
        let load = SharedQueueLoad(
            plan: plan, workers: (0..<workers).map { (store, WorkerID("w\($0)")) }, timekeeper: timekeeper,
            patience: .seconds(1_000_000))
        _ = try await load.run()
        #expect(await store.counts().filter { $0.value != 0 } == [.succeeded: plan.jobs])
    }

    @Test("each number of workers has its own figures, and the ratio is taken within a round")
    func figures() {
        var figures = ServerQueueFigures(jobs: 1000)
        for (workers, plain, work) in [(1, 1, 2), (4, 1, 4), (1, 10, 20), (4, 10, 10)] {
            figures.add(
                .init(plain: .seconds(plain), enqueue: .seconds(1), work: .seconds(work)), workers: workers)
        }
        let lines = Dictionary(uniqueKeysWithValues: figures.lines.map { ($0.key, $0) })
        #expect(lines.count == 8)
        #expect(lines["plainServerQueue1"]?.value == Spread([1000, 100]))
        #expect(lines["serverQueueWork4"]?.value == Spread([250, 100]))
        #expect(lines["serverQueueOfPlainLoop1"]?.value == Spread([0.5, 0.5]))
        #expect(lines["serverQueueOfPlainLoop1"]?.goal?.isMet(Spread([0.5])) == true)
        #expect(lines["serverQueueOfPlainLoop4"]?.value == Spread([0.25, 1]))
    }
}
