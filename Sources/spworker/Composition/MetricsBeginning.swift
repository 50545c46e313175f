import Dashboard
import Metrics
import Synchronization

/// Gives the process the one place that its metrics are counted in: swift-metrics allows no second.
final class MetricsBeginning: Sendable {
    private let made = Mutex<PrometheusMetrics?>(nil)

    /// The place; made and given to swift-metrics when it is asked for first.
    ///
    /// - Parameter onRefusal: Is told of handles that lead nowhere. Only the first one counts.
    func metrics(onRefusal: @escaping @Sendable (String) -> Void) -> PrometheusMetrics {
        made.withLock { made in
            if let made { return made }
            let metrics = PrometheusMetrics(onRefusal: onRefusal)
            MetricsSystem.bootstrap(metrics)
            made = metrics
            return metrics
        }
    }
}
