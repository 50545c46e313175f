/// Tells the time and waits.
///
/// Nothing outside the composition root asks the operating system what time it is. A test hands in a clock
/// that it moves by hand; the demo hands in one that runs many times faster than the wall's.
public protocol Timekeeper: Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z. May step backwards when the machine's clock is corrected.
    func wallMicroseconds() -> Int64

    /// Time since a fixed, arbitrary instant. Never steps; use it for ages and timeouts.
    func monotonic() -> Duration

    /// Returns after `duration`, or at once when it is zero or negative.
    ///
    /// - Throws: `CancellationError` when the task is cancelled while it waits.
    func sleep(for duration: Duration) async throws
}
