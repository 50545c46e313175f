import Dashboard
import JobModel
import JobStore
import JobStoreTesting
import Testing

@Suite("Gauges of the queue")
struct QueueGaugesTests {
    private let clock = VirtualTimekeeper()
    private let store: MemoryJobStore

    init() {
        let clock = clock
        store = MemoryJobStore { Timestamp(microseconds: clock.wallMicroseconds()) }
    }

    private var now: Timestamp { Timestamp(microseconds: clock.wallMicroseconds()) }

    private func gauges() -> QueueGauges {
        QueueGauges(store: store, timekeeper: clock, lease: .seconds(45), version: "1.2.3")
    }

    private func job(_ seller: String) -> NewJob {
        let key = AuthorizationKey(application: "main", seller: seller, region: "EU")
        return NewJob(
            kind: "request", lane: LaneKey(authorization: key, operation: "op"), plan: LanePlan(rate: 1, burst: 5),
            authorization: key, operation: "op")
    }

    private func worker(_ id: String, leaseUntil: Timestamp, draining: Bool = false, obstacle: String? = nil)
        -> WorkerRow
    {
        WorkerRow(
            id: WorkerID(id), host: "h", pid: 1, version: "1", startedAt: now, leaseUntil: leaseUntil,
            isDraining: draining, obstacle: obstacle)
    }

    @Test("An empty queue tells zeros for everything that may occur")
    func empty() async {
        let samples = await gauges().samples()
        #expect(samples.contains(MetricSample(.jobs, ["waiting"], 0)))
        #expect(samples.contains(MetricSample(.authorizations, ["revoked"], 0)))
        #expect(samples.contains(MetricSample(.workers, ["running"], 0)))
        #expect(samples.contains(MetricSample(.oldestReadyJob, 0)))
        #expect(samples.contains(MetricSample(.databaseUp, 1)))
        #expect(samples.contains(MetricSample(.build, ["1.2.3"], 1)))
        #expect(!samples.contains { $0.name == .heartbeatAge || $0.name == .databaseSize })
        #expect(Set(samples.map { "\($0.name)\($0.labels)" }).count == samples.count, "each once")
    }

    @Test("Jobs, sellers and workers are told by state, and how long the oldest has been ready")
    func states() async throws {
        _ = try await store.enqueue([job("a"), job("a"), job("gone"), job("paused")])
        let gone = AuthorizationKey(application: "main", seller: "gone", region: "EU")
        try await store.change(
            AuthorizationChange(key: gone, state: .revoked, failure: JobFailure(kind: "k", message: "m")))
        try await store.pause(
            AuthorizationKey(application: "main", seller: "paused", region: "EU"), reason: "r", actor: "a")
        clock.advance(by: .seconds(10))
        await store.heartbeat(worker("w1", leaseUntil: now + .seconds(30)))
        await store.heartbeat(worker("w2", leaseUntil: now + .seconds(45), draining: true))
        await store.heartbeat(worker("w3", leaseUntil: now + .seconds(45), obstacle: "The disk is full."))
        await store.heartbeat(worker("w4", leaseUntil: now - .seconds(1)))
        let samples = await gauges().samples()
        #expect(samples.contains(MetricSample(.jobs, ["waiting"], 4)))
        #expect(samples.contains(MetricSample(.parkedJobs, 1)) && samples.contains(MetricSample(.pausedJobs, 1)))
        #expect(samples.contains(MetricSample(.oldestReadyJob, 10)))
        #expect(samples.contains(MetricSample(.authorizations, ["active"], 1)))
        #expect(samples.contains(MetricSample(.authorizations, ["revoked"], 1)))
        #expect(samples.contains(MetricSample(.authorizations, ["paused"], 1)))
        #expect(samples.contains(MetricSample(.applications, ["ok"], 1)))
        for state in ["running", "draining", "held", "silent"] {
            #expect(samples.contains(MetricSample(.workers, [state], 1)), "\(state)")
        }
        #expect(samples.contains(MetricSample(.leaseLeft, -1)))
        #expect(samples.contains(MetricSample(.heartbeatAge, 46)))
    }
}
