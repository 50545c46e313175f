import Metrics
import Synchronization

/// A gauge's value.
final class GaugeCell: RecorderHandler, MeterHandler {
    private let number = Mutex(0.0)

    var value: MetricValue { .number(number.withLock { $0 }) }

    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }
    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { number.withLock { $0 = value } }
    func increment(by amount: Double) { number.withLock { $0 += amount } }
    func decrement(by amount: Double) { number.withLock { $0 -= amount } }
}
