/// What a figure counts.
enum BenchUnit: String, Sendable, Hashable {
    case perSecond
    case milliseconds
    case microseconds
    case count
    case bytes
    case megabytesPerSecond
    /// One figure as a part of another, 1 being as much.
    case ratio

    /// A figure for people, without its unit.
    func figure(_ value: Double) -> String {
        switch self {
        case .perSecond, .count, .megabytesPerSecond: Spread.whole(value)
        case .milliseconds, .microseconds: value < 100 ? Spread.hundredths(value) : Spread.whole(value)
        case .bytes: SizeText.text(Int64(value.rounded()))
        case .ratio: Spread.hundredths(value)
        }
    }

    /// A figure for people.
    func text(_ value: Double) -> String {
        switch self {
        case .perSecond: figure(value) + "/s"
        case .milliseconds: figure(value) + " ms"
        case .microseconds: figure(value) + " us"
        case .megabytesPerSecond: figure(value) + " MB/s"
        case .count, .bytes, .ratio: figure(value)
        }
    }
}
