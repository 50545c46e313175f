import Ports
import Synchronization

/// A clock that sleepers move: whoever sleeps wakes at once, and the time has passed.
final class ImpatientTimekeeper: Timekeeper {
    private let state: Mutex<(wall: Int64, slept: [Duration])>

    /// - Parameter wall: Microseconds since 1970; 2026-01-01T00:00:00Z unless told otherwise.
    init(wall: Int64 = 1_767_225_600_000_000) {
        state = Mutex((wall, []))
    }

    /// Every sleep so far.
    var slept: [Duration] { state.withLock { $0.slept } }

    func wallMicroseconds() -> Int64 { state.withLock { $0.wall } }

    func monotonic() -> Duration { state.withLock { $0.slept.reduce(.zero, +) } }

    func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        state.withLock { state in
            state.slept.append(duration)
            let (seconds, attoseconds) = duration.components
            state.wall += seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        }
    }
}
