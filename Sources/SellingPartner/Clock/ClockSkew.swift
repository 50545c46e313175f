/// How far Amazon's clock is ahead of this machine's, by the `Date` headers of its answers.
///
/// A pure value. One answer proves little: a header tells whole seconds, a cache may repeat an old one, and on a slow
/// answer nobody knows when it was written. So the median of the last few counts, and slow answers do not count at all.
package struct ClockSkew: Sendable {
    /// What an answer has changed.
    package enum Change: Sendable, Hashable {
        /// The clocks are further apart than `limit` from now on, by this much.
        case apart(Duration)
        /// They agree again, up to this much.
        case together(Duration)
    }

    /// How far the clocks may be apart before it is worth a warning: two minutes. Order searches end two minutes ago.
    package static let limit = Duration.seconds(120)
    /// From when on they count as together again; less than the limit, so that a clock at the limit is told of once.
    static let relief = Duration.seconds(90)
    /// Answers that took longer say nothing. 5 s.
    static let slowest = Duration.seconds(5)
    /// How many answers count, the last ones.
    static let window = 9
    /// How many answers there must be before they say anything.
    static let least = 3

    private var samples: [Duration] = []
    private var isApart = false

    /// Knows nothing yet.
    package init() {}

    /// How far Amazon's clock is ahead, negative when it is behind; `nil` before there are enough answers.
    package var estimate: Duration? {
        guard samples.count >= Self.least else { return nil }
        return samples.sorted()[samples.count / 2]
    }

    /// Takes note of an answer.
    ///
    /// - Parameters:
    ///   - date: The answer's `Date` header.
    ///   - wallMicroseconds: This machine's wall clock when the answer's head had arrived.
    ///   - roundTrip: The time from sending to that instant; the header was written about half-way.
    /// - Returns: What is worth telling, at most once for each change.
    package mutating func answered(date: HTTPDate, wallMicroseconds: Int64, roundTrip: Duration) -> Change? {
        guard roundTrip >= .zero, roundTrip <= Self.slowest else { return nil }
        // The header's second had begun and not ended: half a second on average.
        let theirs = Duration.seconds(date.secondsSince1970) + .milliseconds(500)
        samples.append(theirs - (.microseconds(wallMicroseconds) - roundTrip / 2))
        if samples.count > Self.window { samples.removeFirst() }
        guard let estimate else { return nil }
        let distance = estimate < .zero ? .zero - estimate : estimate
        if !isApart, distance > Self.limit {
            isApart = true
            return .apart(estimate)
        }
        if isApart, distance <= Self.relief {
            isApart = false
            return .together(estimate)
        }
        return nil
    }
}
