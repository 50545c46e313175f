import Dashboard
import Metrics
import Synchronization
import Testing

@Suite("What swift-metrics' handles come to")
struct PrometheusMetricsTests {
    private final class Refusals: Sendable {
        private let texts = Mutex<[String]>([])

        var all: [String] { texts.withLock { $0 } }

        @Sendable func take(_ text: String) { texts.withLock { $0.append(text) } }
    }

    private let refusals: Refusals
    private let metrics: PrometheusMetrics

    init() {
        let refusals = Refusals()
        self.refusals = refusals
        metrics = PrometheusMetrics(onRefusal: refusals.take)
    }

    private func value(_ name: MetricName, _ labels: [String] = []) -> MetricValue? {
        metrics.samples.first { $0.name == name && $0.labels == labels }?.value
    }

    @Test("Counters add up, also over handles of the same labels, and never fall")
    func counters() {
        let first = Counter(
            label: "spworker_runs_total", dimensions: [("outcome", "retry"), ("kind", "feed")], factory: metrics)
        let second = Counter(
            label: "spworker_runs_total", dimensions: [("kind", "feed"), ("outcome", "retry")], factory: metrics)
        first.increment()
        second.increment(by: 4)
        first.increment(by: -3)
        #expect(value(.runs, ["feed", "retry"]) == .number(5))
        #expect(metrics.samples.count == 1 && refusals.all.isEmpty)
    }

    @Test("A gauge keeps the last value; a meter may move it")
    func gauges() {
        let recorder = Recorder(
            label: "spworker_store_wal_bytes", dimensions: [], aggregate: false, factory: metrics)
        recorder.record(4096)
        #expect(value(.storeLogSize) == .number(4096))
        let meter = Meter(label: "spworker_store_wal_bytes", dimensions: [], factory: metrics)
        meter.decrement(by: 96.0)
        #expect(value(.storeLogSize) == .number(4000))
    }

    @Test("A value that is a bucket's bound belongs to it, and one above all bounds to the last; durations are seconds")
    func histograms() {
        let timer = Timer(
            label: "spworker_call_duration_seconds", dimensions: [("family", "orders")], factory: metrics)
        timer.record(duration: .milliseconds(50))
        timer.record(duration: .milliseconds(51))
        timer.record(duration: .seconds(3600))
        let counts = [1, 1] + Array(repeating: 0, count: 8) + [1]
        guard case .distribution(counts, let sum)? = value(.callDuration, ["orders"]) else {
            Issue.record("\(String(describing: value(.callDuration, ["orders"])))")
            return
        }
        #expect(abs(sum - 3600.101) < 1e-6)
        let recorder = Recorder(
            label: "spworker_store_commit_operations", dimensions: [], aggregate: true, factory: metrics)
        recorder.record(Double.nan)
        recorder.record(Double.infinity)
        recorder.record(1)
        #expect(
            value(.storeCommitOperations)
                == .distribution(counts: [1] + Array(repeating: 0, count: 9), sum: 1), "what is no number is left out")
    }

    @Test("Names, kinds and labels that the catalogue does not know lead nowhere, and are told")
    func refused() {
        Counter(label: "spworker_unheard_of_total", dimensions: [], factory: metrics).increment()
        Counter(label: "spworker_jobs", dimensions: [("state", "waiting")], factory: metrics).increment()
        Counter(label: "spworker_runs_total", dimensions: [("kind", "feed")], factory: metrics).increment()
        Counter(
            label: "spworker_claimed_jobs_total", dimensions: [("seller", "acme")], factory: metrics
        ).increment()
        Timer(label: "spworker_claimed_jobs_total", dimensions: [], factory: metrics).record(duration: .seconds(1))
        #expect(refusals.all.count == 5)
        #expect(metrics.samples.isEmpty)
    }

    @Test("A label without a bound cannot fill the memory")
    func bounded() {
        for number in 0..<(PrometheusMetrics.mostSeries + 10) {
            Counter(
                label: "spworker_revocations_total", dimensions: [("state", "\(number)")], factory: metrics
            ).increment()
        }
        #expect(metrics.samples.count == PrometheusMetrics.mostSeries)
        #expect(refusals.all.count == 10)
    }

    @Test("Many who count at once lose nothing")
    func together() async {
        let counter = Counter(label: "spworker_claimed_jobs_total", dimensions: [], factory: metrics)
        let timer = Timer(label: "spworker_lane_wait_seconds", dimensions: [], factory: metrics)
        await withDiscardingTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1000 {
                        counter.increment()
                        timer.record(duration: .zero)
                    }
                }
            }
        }
        #expect(value(.claimedJobs) == .number(8000))
        guard case .distribution(let counts, _)? = value(.laneWait) else {
            Issue.record("no waits")
            return
        }
        #expect(counts.first == 8000)
    }
}
