/// A stretch of time during which a zone's clocks run on without a jump.
struct ZoneSpan: Sendable, Hashable {
    /// The first second of it, counted from 1970; `nil` when it has no beginning.
    var start: Int64?
    /// The first second after it; `nil` when it has no end.
    var end: Int64?
    /// Seconds by which the clocks are ahead of UTC; west of it the number is negative.
    var offset: Int64

    /// What the clocks show at the given second.
    func local(at second: Int64) -> LocalTime { LocalTime(seconds: second + offset) }

    /// When the clocks show the given time, whether or not that is within the span.
    func second(at local: LocalTime) -> Int64 { local.seconds - offset }
}
