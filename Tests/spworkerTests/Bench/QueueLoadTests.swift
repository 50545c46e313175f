import JobModel
import JobStore
import JobStoreTesting
import Testing

@testable import spworker

@Suite("The bench's load")
struct QueueLoadTests {
    /// Jobs, lanes, batch, and whether permits are charged.
    static let plans = [
        QueueBenchPlan(jobs: 300, lanes: 100, batch: 32, rounds: 1, charges: false),
        QueueBenchPlan(jobs: 300, lanes: 100, batch: 32, rounds: 1, charges: true),
        QueueBenchPlan(jobs: 40, lanes: 1, batch: 256, rounds: 1, charges: true),
        QueueBenchPlan(jobs: 3, lanes: 10, batch: 1, rounds: 1, charges: false),
        QueueBenchPlan(jobs: 1001, lanes: 7, batch: 10_000, rounds: 1, charges: false),
    ]

    @Test("every job is worked off, also where sellers are busier than the batch is large", arguments: plans)
    func worksOff(plan: QueueBenchPlan) async throws {
        let timekeeper = VirtualTimekeeper()
        let store = MemoryJobStore { Timestamp(microseconds: timekeeper.wallMicroseconds()) }
        _ = try await QueueLoad(plan: plan, worker: WorkerID("bench"), timekeeper: timekeeper).run(on: store)
        #expect(await store.counts().filter { $0.value != 0 } == [.succeeded: plan.jobs])
        let lanes = try await store.lanes()
        #expect(lanes.count == min(plan.lanes, plan.jobs))
        #expect(lanes.allSatisfy { $0.lane.running == 0 && $0.lane.limiter.reserved == 0 })
    }

    @Test("with limits that lanes wait for, virtual time goes on as far as they need, and not far beyond")
    func waits() async throws {
        let clock = VirtualClock()
        let store = MemoryJobStore { clock.now }
        let limits = QueueLimits.waited(LanePlan(rate: 0.5, burst: 5), clock)
        // Eight jobs a lane: some at once, and one every two seconds.
        let plan = QueueBenchPlan(jobs: 80, lanes: 10, batch: 32, rounds: 1)
        let load = QueueLoad(
            plan: plan, worker: WorkerID("bench"), timekeeper: VirtualTimekeeper(), limits: limits)
        _ = try await load.run(on: store)
        #expect(await store.counts().filter { $0.value != 0 } == [.succeeded: 80])
        #expect(clock.time >= .seconds(6) && clock.time < .seconds(20))
    }

    @Test("time alone helps nothing where nothing is due, and where limits are lifted")
    func noWait() {
        let clock = VirtualClock()
        #expect(!QueueLimits.lifted.wait(until: clock.now))
        #expect(!QueueLimits.waited(LanePlan(rate: 1, burst: 1), clock).wait(until: nil) && clock.time == .zero)
        #expect(QueueLimits.waited(LanePlan(rate: 0.5, burst: 1), clock).wait(until: clock.now))
        #expect(clock.time == .seconds(2))
    }
}
