import JobModel
import JobStore
import Ports
import Sandbox
import Synchronization

/// Shows how far the demo is: one line that changes on a terminal, a line now and then elsewhere.
final class DemoProgress: Sendable {
    private struct State {
        var lastLine = Duration.zero
        var lastDone = 0
        var isOpen = false
    }

    private let console: Console
    private let store: any QueueReading
    private let timekeeper: any Timekeeper
    private let timeScale: Double
    private let start: Duration
    private let state = Mutex(State())

    /// Elsewhere than on a terminal, progress is said this often, in real time.
    private static let lineEvery = Duration.seconds(1)

    init(console: Console, store: any QueueReading, timekeeper: any Timekeeper, timeScale: Double) {
        self.console = console
        self.store = store
        self.timekeeper = timekeeper
        self.timeScale = timeScale
        start = timekeeper.monotonic()
    }

    private var elapsed: Duration { (timekeeper.monotonic() - start) / timeScale }

    /// Says something that stays.
    func say(_ text: String) {
        guard !console.isJSON else { return }
        finish()
        console.line(text)
    }

    /// Shows the present numbers.
    func show(_ counts: [JobState: Int], ledger: Ledger?) async throws {
        guard !console.isJSON else { return }
        let isDue = state.withLock { $0.lastLine == .zero || elapsed - $0.lastLine >= Self.lineEvery }
        guard console.isTerminal || isDue else { return }
        let waiting = try await store.jobs(matching: JobFilter(states: [.waiting], limit: 500))
        var labels: [JobLabel: Int] = [:]
        for record in waiting { if let label = record.label { labels[label, default: 0] += 1 } }
        let done = counts[.succeeded] ?? 0
        let total = counts.values.reduce(0, +)
        let parts = [
            "\(done)/\(total) done", "\(counts[.running] ?? 0) running",
            "\(labels[.ready] ?? 0) ready", "\(labels[.throttled] ?? 0) waiting for their plan",
            "\(labels[.parked] ?? 0) parked",
        ]
        let line = "\(bar(done, total)) \(parts.joined(separator: " · "))"
        state.withLock {
            $0.lastLine = elapsed
            $0.isOpen = console.isTerminal
        }
        if console.isTerminal {
            console.raw("\r\u{1B}[K" + String(line.prefix(max(20, console.width - 1))))
        } else {
            console.line(line)
        }
    }

    private func bar(_ done: Int, _ total: Int) -> String {
        let width = 24
        let filled = total == 0 ? 0 : done * width / total
        return "[" + String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled) + "]"
    }

    /// Leaves the line that changes.
    func finish() {
        let wasOpen = state.withLock { state in
            defer { state.isOpen = false }
            return state.isOpen
        }
        if wasOpen { console.line() }
    }
}
