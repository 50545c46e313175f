public import Ports

/// A clock that runs `scale` times as fast as another: `now' = origin + (now - origin) x scale`.
///
/// Everything that asks this clock sees hours pass in seconds: usage plans refill, tokens expire and sleeps end
/// `scale` times sooner. Limits on connecting and answering are kept by the transport, in real time. Several
/// processes share one accelerated time when they are given the same origin and scale.
public struct ScaledTimekeeper: Timekeeper {
    private let base: any Timekeeper
    private let scale: Double
    private let origin: Int64
    private let monotonicOrigin: Duration

    /// Creates a clock that agrees with `base` at `origin` and runs `scale` times as fast.
    ///
    /// - Parameters:
    ///   - base: The clock to accelerate.
    ///   - scale: How many times as fast to run. Must be finite and above zero.
    ///   - origin: The instant at which both clocks agree, in microseconds since 1970; now when left out.
    public init(_ base: any Timekeeper, scale: Double, origin: Int64? = nil) {
        precondition(scale > 0 && scale.isFinite, "a time scale must be finite and above zero")
        self.base = base
        self.scale = scale
        self.origin = origin ?? base.wallMicroseconds()
        monotonicOrigin = base.monotonic()
    }

    public func wallMicroseconds() -> Int64 {
        origin + Int64((Double(base.wallMicroseconds() - origin) * scale).rounded(.down))
    }

    public func monotonic() -> Duration {
        monotonicOrigin + (base.monotonic() - monotonicOrigin) * scale
    }

    public func sleep(for duration: Duration) async throws {
        try await base.sleep(for: duration / scale)
    }
}
