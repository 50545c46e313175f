/// Durations as people write them: `500ms`, `30s`, `5m`, `6h`, `1d`.
package enum DurationText {
    private static let units: [(suffix: String, milliseconds: Double)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]
    /// A hundred years in milliseconds: more is a slip of the pen.
    private static let longest = 36_500.0 * 86_400_000

    /// Reads a duration, or gives `nil`.
    package static func parse(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let suffix = text.dropFirst(digits.count)
        guard let unit = units.first(where: { $0.suffix == suffix }), digits.first != ".", digits.last != ".",
            let number = Double(digits)
        else { return nil }
        let milliseconds = number * unit.milliseconds
        guard milliseconds <= longest else { return nil }
        return .milliseconds(Int64(milliseconds.rounded()))
    }

    /// The shortest way to write `duration`, to the millisecond.
    package static func text(_ duration: Duration) -> String {
        let milliseconds = duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
        let unit = units.last { milliseconds != 0 && milliseconds % Int64($0.milliseconds) == 0 } ?? units[1]
        return "\(milliseconds / Int64(unit.milliseconds))\(unit.suffix)"
    }
}
