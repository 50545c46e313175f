/// An instant in microseconds since 1970-01-01T00:00:00Z.
///
/// Stores keep instants in this form; what people and other programs see is ISO 8601 text.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    public var microseconds: Int64

    /// Creates an instant from microseconds since 1970.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The earliest instant that is ever used.
    public static let distantPast = Timestamp(microseconds: 0)

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    public static func + (instant: Timestamp, duration: Duration) -> Timestamp {
        instant.advanced(microseconds: duration.microseconds)
    }

    /// The instant so much later, held within what 64 bits can say.
    func advanced(microseconds change: Int64) -> Timestamp {
        let (sum, overflow) = microseconds.addingReportingOverflow(change)
        return Timestamp(microseconds: overflow ? (change > 0 ? .max : .min) : sum)
    }

    public static func - (instant: Timestamp, duration: Duration) -> Timestamp {
        instant + (.zero - duration)
    }

    /// The time from `earlier` to `later`, held within what 64 bits can say.
    public static func - (later: Timestamp, earlier: Timestamp) -> Duration {
        let (difference, overflow) = later.microseconds.subtractingReportingOverflow(earlier.microseconds)
        return .microseconds(overflow ? (later > earlier ? .max : .min) : difference)
    }
}

extension Duration {
    /// The whole microseconds of the duration, held within what 64 bits can say.
    public var microseconds: Int64 {
        let (scaled, isTooLong) = components.seconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, overflow) = scaled.addingReportingOverflow(components.attoseconds / 1_000_000_000_000)
        return isTooLong || overflow ? (components.seconds > 0 ? .max : .min) : sum
    }

    /// The duration in seconds.
    public var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
