package import JobModel

/// A span of time that is cut into steps of whole minutes.
///
/// Steps begin at multiples of their length since 1970, so that asking again a little later moves no step.
package struct TallySpan: Sendable, Hashable {
    /// More steps are not told at once: so many minutes are kept. Of a longer span the last ones are told.
    private static let mostSteps: Int64 = 11_520
    private static let minute: Int64 = 60_000_000
    /// Beyond this nothing is counted: it is as far as can be reckoned with.
    private static let end = Timestamp(microseconds: 1 << 60)

    /// How far ahead of the present a minute may lie before it counts as written by a clock that was wrong.
    package static let tolerance = Duration.seconds(86_400)

    /// The minute, counted since 1970, with which the first step begins.
    package let firstMinute: Int64
    /// How long a step is.
    package let minutesPerStep: Int64
    /// How many steps there are.
    package let steps: Int

    /// A span whose first step holds `from`, and whose last one the instant before `to`. Empty when `to` is not later.
    ///
    /// - Parameter step: How long a step is, cut to whole minutes; from one minute to eight days.
    package init(from: Timestamp, to: Timestamp, step: Duration) {
        let length = min(max(1, step.microseconds / Self.minute), Self.mostSteps)
        let (from, to) = (min(max(from, .distantPast), Self.end), min(to, Self.end))
        let first = Self.floor(Self.minute(of: from), length)
        let end = to > from ? Self.floor(Self.minute(of: to - .microseconds(1)), length) + 1 : first
        let count = min(end - first, Self.mostSteps)
        firstMinute = (end - count) * length
        minutesPerStep = length
        steps = Int(count)
    }

    /// The minute after the last step.
    package var endMinute: Int64 { firstMinute + Int64(steps) * minutesPerStep }

    /// When the step begins.
    package func start(of step: Int) -> Timestamp {
        Timestamp(microseconds: (firstMinute + Int64(step) * minutesPerStep) * Self.minute)
    }

    /// Brings counts that a store has found into the order of the steps.
    ///
    /// - Parameter found: The step, the name's number, which a newer program may have written, and the count.
    package func counts(_ found: [(step: Int, name: Int, count: Int)]) -> [TallyCounts] {
        var counts = Array(repeating: TallyCounts(), count: steps)
        for (step, name, count) in found {
            guard counts.indices.contains(step), let name = TallyName(rawValue: name) else { continue }
            counts[step].add(count, to: name)
        }
        return counts
    }

    /// The minute of the instant, counted since 1970.
    package static func minute(of instant: Timestamp) -> Int64 { floor(instant.microseconds, minute) }

    private static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
