import Metrics
import Synchronization

/// Remembers what was counted, by name and labels: `runs{kind=test,outcome=retry}`.
final class RecordedMetrics: MetricsFactory {
    private final class Cell: CounterHandler, RecorderHandler, TimerHandler {
        struct State {
            var count: Int64 = 0
            var values: [Double] = []
        }

        let state = Mutex(State())

        func increment(by amount: Int64) { state.withLock { $0.count += amount } }
        func reset() {}
        func record(_ value: Int64) { record(Double(value)) }
        func record(_ value: Double) { state.withLock { $0.values.append(value) } }
        func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
    }

    private let cells = Mutex<[String: Cell]>([:])

    /// What a counter has come to; zero for one that nobody made.
    func count(_ name: String) -> Int64 { cells.withLock { $0[name] }?.state.withLock { $0.count } ?? 0 }

    /// What was recorded, in seconds for a timer.
    func values(_ name: String) -> [Double] { cells.withLock { $0[name] }?.state.withLock { $0.values } ?? [] }

    private func cell(_ label: String, _ dimensions: [(String, String)]) -> Cell {
        let name = label.dropFirst("spworker_".count)
        let labels = dimensions.map { "\($0)=\($1)" }.joined(separator: ",")
        let key = labels.isEmpty ? String(name) : "\(name){\(labels)}"
        return cells.withLock { cells in
            let cell = cells[key] ?? Cell()
            cells[key] = cell
            return cell
        }
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler { cell(label, dimensions) }
    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        cell(label, dimensions)
    }
    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler { cell(label, dimensions) }
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}
}
