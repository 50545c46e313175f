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

extension Instant {
    /// The first instant that stands in a text, with what is before and behind it; all is before when there is none.
    static func first(in text: String, now: Timestamp) -> (before: String, at: Instant?, rest: String) {
        for part in text.split(whereSeparator: { !"0123456789-:.TZ".contains($0) }) {
            let end = part.lastIndex { $0 != "." } ?? part.startIndex
            guard part.utf8.count >= "2026-01-01T00:00:00Z".utf8.count,
                let instant = Timestamp(iso8601: String(part[...end]))
            else { continue }
            return (
                String(text[..<part.startIndex]), instant.shown(now), String(text[text.index(after: end)...])
            )
        }
        return (text, nil, "")
    }
}

extension Timestamp {
    /// The instant as pages show it.
    package func shown(_ now: Timestamp) -> Instant { Instant(self, now: now) }
}
