package import JobModel
import JobStore

/// An instant as pages show it: how long ago, with the exact time for whoever points at it. The template `time` writes it.
package struct Instant {
    /// The exact time.
    package let iso: String
    /// The time as people say it.
    package let told: String

    /// An instant, seen from `now`.
    package init(_ instant: Timestamp, now: Timestamp) {
        iso = instant.iso8601
        told = instant.told(now)
    }
}

extension Timestamp {
    /// The instant as pages show it.
    package func shown(_ now: Timestamp) -> Instant { Instant(self, now: now) }
}
