/// How often to look whether Amazon has finished something, and when to stop looking.
public struct Polling: Sendable, Hashable {
    /// The first pause; it doubles with each look. 15 seconds unless set.
    public var first: Duration = .seconds(15)
    /// The longest pause. 5 minutes unless set.
    public var max: Duration = .seconds(300)
    /// How long to go on altogether. 12 hours unless set.
    public var giveUpAfter: Duration = .seconds(12 * 3600)

    /// The defaults.
    public init() {}

    /// The pause after so many looks, or `nil` when `elapsed` is long enough.
    func pause(afterLooks looks: Int, elapsed: Duration) -> Duration? {
        guard elapsed < giveUpAfter else { return nil }
        // Sixteen doublings are longer than any limit.
        return Swift.min(Swift.max(.zero, first) * (1 << Swift.min(looks, 16)), max, giveUpAfter - elapsed)
    }
}
