import Metrics
import Synchronization

/// A counter's value.
final class CounterCell: CounterHandler {
    private let count = Atomic<Int64>(0)

    var value: MetricValue { .number(Double(count.load(ordering: .relaxed))) }

    func increment(by amount: Int64) {
        // A counter that falls looks like a restart; wrapping around, after 2^63, would too.
        if amount > 0 { count.wrappingAdd(amount, ordering: .relaxed) }
    }

    func reset() { count.store(0, ordering: .relaxed) }
}
