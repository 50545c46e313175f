import JobModel
import Ports

/// The demo's two times: Amazon's, which is accelerated, and the audience's.
struct DemoClock: Sendable {
    /// The accelerated clock.
    let timekeeper: any Timekeeper
    /// How many times as fast it runs.
    let scale: Double
    private let start: Duration

    /// Starts counting now.
    init(_ timekeeper: any Timekeeper, scale: Double) {
        self.timekeeper = timekeeper
        self.scale = scale
        start = timekeeper.monotonic()
    }

    /// Accelerated time since the start.
    var virtual: Duration { timekeeper.monotonic() - start }
    /// Real time since the start.
    var real: Duration { virtual / scale }
    /// The present in accelerated time.
    var now: Timestamp { Timestamp(microseconds: timekeeper.wallMicroseconds()) }

    /// Waits for so much real time.
    func pause(_ duration: Duration) async throws { try await timekeeper.sleep(for: duration * scale) }
}
