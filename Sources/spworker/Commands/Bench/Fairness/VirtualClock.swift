import JobModel
import Synchronization

/// A clock that stands still until it is moved.
final class VirtualClock: Sendable {
    /// When everything begins.
    static let start = Timestamp(microseconds: 1_767_225_600_000_000)

    private let elapsed = Mutex(Duration.zero)

    /// The time since the beginning.
    var time: Duration { elapsed.withLock { $0 } }
    /// The present.
    var now: Timestamp { Self.start + time }

    /// Moves on; never back.
    func move(to time: Duration) {
        elapsed.withLock { $0 = max($0, time) }
    }
}
