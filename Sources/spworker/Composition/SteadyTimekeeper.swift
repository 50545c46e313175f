import Ports
import Synchronization

/// A wall clock that never steps back while the process runs.
///
/// Lanes, pauses and deadlines are instants: a machine's clock that is set back would hold them up, and forgotten pauses would
/// burn attempts. So the wall's time is read once and carried on by the monotonic clock; a wall that is found ahead, as after
/// the machine slept, is followed.
final class SteadyTimekeeper: Timekeeper {
    private let base: any Timekeeper
    private let anchor: Mutex<(wall: Int64, monotonic: Duration)>

    /// A wall that is so far ahead has moved; less is the monotonic clock's own drift.
    private static let tolerance: Int64 = 1_000_000

    /// Steadies `base`.
    init(_ base: any Timekeeper) {
        self.base = base
        anchor = Mutex((base.wallMicroseconds(), base.monotonic()))
    }

    func wallMicroseconds() -> Int64 {
        let wall = base.wallMicroseconds()
        let monotonic = base.monotonic()
        return anchor.withLock { anchor in
            let (seconds, attoseconds) = (monotonic - anchor.monotonic).components
            let steady = anchor.wall + seconds * 1_000_000 + attoseconds / 1_000_000_000_000
            guard wall > steady + Self.tolerance else { return steady }
            anchor = (wall, monotonic)
            return wall
        }
    }

    func monotonic() -> Duration { base.monotonic() }

    func sleep(for duration: Duration) async throws { try await base.sleep(for: duration) }
}
