import JobStore
import Metrics

/// Counts tries to tell hooks' targets.
struct HookMetrics: Sendable {
    private let delivered: Counter
    private let failed: Counter
    private let givenUp: Counter

    /// Makes the handles.
    init(factory: any MetricsFactory) {
        func deliveries(_ result: String) -> Counter {
            Counter(label: "spworker_hook_deliveries_total", dimensions: [("result", result)], factory: factory)
        }
        delivered = deliveries("delivered")
        failed = deliveries("failed")
        givenUp = deliveries("given_up")
    }

    /// A try is over. One that was broken off tells nothing.
    func ended(_ end: NoticeEnd) {
        switch end {
        case .delivered: delivered.increment()
        case .failed: failed.increment()
        case .givenUp: givenUp.increment()
        case .returned: break
        }
    }
}
