/// A time zone: by how much its clocks differ from UTC, now and at any other time.
///
/// It is made of changes that are known one by one and of a rule for the time after them. Neither Foundation nor ICU is
/// asked: in a statically linked program their zones are missing without a word.
package struct Zone: Sendable, Hashable {
    /// A change of the clocks.
    struct Transition: Sendable, Hashable {
        /// The first second with the new offset, counted from 1970.
        let second: Int64
        /// Seconds ahead of UTC from then on.
        let offset: Int64
    }

    /// The name, for example `Europe/Berlin`.
    package let name: String
    private let initialOffset: Int64
    private let transitions: [Transition]
    private let rule: ZoneRule?

    /// Further from UTC no clock ever was, with an hour to spare.
    private static let widest: Int64 = 27 * 3600

    /// Coordinated universal time.
    package static let utc = Zone(name: "UTC", initialOffset: 0, transitions: [], rule: nil)

    /// Puts a zone together.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - initialOffset: Seconds ahead of UTC before the first transition.
    ///   - transitions: Known changes, in rising order.
    ///   - rule: What holds from the last of them on; `nil` when it holds for ever.
    init(name: String, initialOffset: Int64, transitions: [Transition], rule: ZoneRule?) {
        self.name = name
        self.initialOffset = initialOffset
        self.transitions = transitions
        self.rule = rule
    }

    /// A zone that has followed one rule at all times, for example `CET-1CEST,M3.5.0,M10.5.0/3`; `nil` when the text is
    /// no such rule.
    package init?(name: String, rule text: String) {
        guard let rule = ZoneRule(text) else { return nil }
        self.init(name: name, initialOffset: rule.standard, transitions: [], rule: rule)
    }

    /// The stretch without a jump in which a second lies, counted from 1970.
    func span(at second: Int64) -> ZoneSpan {
        guard let last = transitions.last else {
            return rule?.span(at: second) ?? ZoneSpan(start: nil, end: nil, offset: initialOffset)
        }
        if second >= last.second, let rule {
            var span = rule.span(at: second)
            span.start = max(span.start ?? .min, last.second)
            return span
        }
        let next = firstTransition(after: second)
        return ZoneSpan(
            start: next > 0 ? transitions[next - 1].second : nil,
            end: next < transitions.count ? transitions[next].second : nil,
            offset: next > 0 ? transitions[next - 1].offset : initialOffset)
    }

    /// The index of the first transition after a second, or their count.
    private func firstTransition(after second: Int64) -> Int {
        var (low, high) = (0, transitions.count)
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle].second > second { high = middle } else { low = middle + 1 }
        }
        return low
    }

    // MARK: Converting

    /// When a clock on the wall shows a time.
    package enum Meaning: Sendable, Hashable {
        /// At one instant.
        case once(Timestamp)
        /// Never: the clock jumped over it at this instant.
        case skipped(at: Timestamp)
        /// At two instants, because the clock was set back.
        case repeated(first: Timestamp, second: Timestamp)

        /// The instant itself, the first of two, or that of the jump.
        package var instant: Timestamp {
            switch self {
            case .once(let instant), .skipped(let instant), .repeated(let instant, _): instant
            }
        }
    }

    /// What the zone's clocks show at an instant.
    package func local(at instant: Timestamp) -> LocalTime {
        span(at: instant.second).local(at: instant.second)
    }

    /// How far the zone's clocks are ahead of UTC at an instant.
    package func offset(at instant: Timestamp) -> Duration {
        .seconds(span(at: instant.second).offset)
    }

    /// When the zone's clocks show a time.
    package func instants(of local: LocalTime) -> Meaning {
        var found: [Int64] = []
        var jump: Int64?
        var current = span(at: local.seconds - Self.widest)
        while true {
            let second = current.second(at: local)
            if second >= current.start ?? .min, second < current.end ?? .max { found.append(second) }
            guard let end = current.end, end <= local.seconds + Self.widest else { break }
            let next = span(at: end)
            if second >= end, next.second(at: local) < end { jump = end }
            current = next
        }
        guard let first = found.first, let last = found.last else {
            // One of the two is always found; the last offset is as good as any other answer.
            return .skipped(at: Timestamp(seconds: jump ?? current.second(at: local)))
        }
        return first == last
            ? .once(Timestamp(seconds: first))
            : .repeated(first: Timestamp(seconds: first), second: Timestamp(seconds: last))
    }

    /// An instant as the zone's clocks show it, with the offset, for example `2026-03-29T03:00:00+02:00`.
    package func text(_ instant: Timestamp) -> String {
        let offset = span(at: instant.second).offset
        func padded(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let size = abs(offset)
        let seconds = size % 60 == 0 ? "" : ":\(padded(size % 60))"
        return
            "\(local(at: instant))\(offset < 0 ? "-" : "+")\(padded(size / 3600)):\(padded(size / 60 % 60))\(seconds)"
    }
}
