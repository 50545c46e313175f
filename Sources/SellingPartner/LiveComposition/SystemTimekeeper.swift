public import Ports

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The machine's own clocks.
public struct SystemTimekeeper: Timekeeper {
    private let origin: ContinuousClock.Instant

    /// Creates a timekeeper whose monotonic time begins at zero now.
    public init() {
        origin = ContinuousClock().now
    }

    public func wallMicroseconds() -> Int64 {
        Int64((Date().timeIntervalSince1970 * 1_000_000).rounded(.down))
    }

    public func monotonic() -> Duration {
        origin.duration(to: ContinuousClock().now)
    }

    public func sleep(for duration: Duration) async throws {
        guard duration > .zero else { return try Task.checkCancellation() }
        try await ContinuousClock().sleep(for: duration)
    }
}
