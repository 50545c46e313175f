import Foundation
import Ports

/// The machine's own clock, for tests that call a real server.
struct SystemClock: Timekeeper {
    private static let start = ContinuousClock.now

    /// Microseconds since 1970.
    var now: Int64 { wallMicroseconds() }

    func wallMicroseconds() -> Int64 { Int64(Date().timeIntervalSince1970 * 1_000_000) }

    func monotonic() -> Duration { ContinuousClock.now - Self.start }

    func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }
}
