package import Metrics
import Synchronization

/// What swift-metrics' handles write to, and `/metrics` reads: the metrics of the catalogue and no others.
///
/// A handle costs a look-up when it is made, and some tens of nanoseconds each time it is used.
package final class PrometheusMetrics: MetricsFactory {
    private struct Key: Hashable {
        let name: MetricName
        let labels: [String]
    }

    private enum Cell {
        case counter(CounterCell)
        case gauge(GaugeCell)
        case histogram(HistogramCell)

        init(_ name: MetricName) {
            switch name.kind {
            case .counter: self = .counter(CounterCell())
            case .gauge: self = .gauge(GaugeCell())
            case .histogram: self = .histogram(HistogramCell(bounds: name.buckets))
            }
        }

        var value: MetricValue {
            switch self {
            case .counter(let cell): cell.value
            case .gauge(let cell): cell.value
            case .histogram(let cell): cell.value
            }
        }
    }

    private struct State {
        var cells: [Key: Cell] = [:]
        var seriesOf: [MetricName: Int] = [:]
    }

    /// The most series of one metric. A label with more values than that was no label.
    package static let mostSeries = 1000

    private let state = Mutex(State())
    private let onRefusal: @Sendable (String) -> Void

    /// Creates a factory without values.
    ///
    /// - Parameter onRefusal: Is told of handles that lead nowhere: their name is unknown, their labels or their kind
    ///   are others than the catalogue says, or there are too many of them.
    package init(onRefusal: @escaping @Sendable (String) -> Void = { _ in }) {
        self.onRefusal = onRefusal
    }

    /// What all handles have come to so far.
    package var samples: [MetricSample] {
        // The cells are read outside the lock: whoever makes a handle does not wait for a scrape.
        let cells = state.withLock { $0.cells }
        return cells.map { MetricSample($0.key.name, $0.key.labels, $0.value.value) }
    }

    private func cell(_ label: String, _ dimensions: [(String, String)], _ kinds: Set<MetricName.Kind>) -> Cell? {
        guard let name = MetricName(rawValue: label) else {
            onRefusal("There is no metric '\(label)'.")
            return nil
        }
        guard kinds.contains(name.kind) else {
            onRefusal("The metric '\(label)' is a \(name.kind.rawValue).")
            return nil
        }
        let values = Dictionary(dimensions) { $1 }
        let labels = name.labels.compactMap { values[$0] }
        guard labels.count == name.labels.count, values.count == labels.count else {
            let wanted = name.labels.joined(separator: ", ")
            onRefusal(
                "The metric '\(label)' has the labels [\(wanted)], not [\(values.keys.sorted().joined(separator: ", "))]."
            )
            return nil
        }
        let cell = state.withLock { state -> Cell? in
            let key = Key(name: name, labels: labels)
            if let known = state.cells[key] { return known }
            guard state.seriesOf[name, default: 0] < Self.mostSeries else { return nil }
            state.seriesOf[name, default: 0] += 1
            let new = Cell(name)
            state.cells[key] = new
            return new
        }
        if cell == nil { onRefusal("The metric '\(label)' has more than \(Self.mostSeries) series.") }
        return cell
    }

    // MARK: MetricsFactory

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        guard case .counter(let cell)? = cell(label, dimensions, [.counter]) else { return NOOPMetricsHandler.instance }
        return cell
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        guard case .gauge(let cell)? = cell(label, dimensions, [.gauge]) else { return NOOPMetricsHandler.instance }
        return cell
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        switch cell(label, dimensions, [.gauge, .histogram]) {
        case .gauge(let cell)?: cell
        case .histogram(let cell)?: cell
        case .counter?, nil: NOOPMetricsHandler.instance
        }
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        guard case .histogram(let cell)? = cell(label, dimensions, [.histogram]) else {
            return NOOPMetricsHandler.instance
        }
        return cell
    }

    // What was counted stays: a counter that vanishes looks like one that was never there.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}
}
