/// Spreads the sellers of a definition, so that they do not all fire in one second.
///
/// The same seller always gets the same delay from the same definition, on every machine and in every version.
package struct ScheduleJitter: Sendable, Hashable {
    /// Delays are shorter than this.
    package let spread: Duration

    package init(_ spread: Duration) {
        self.spread = spread
    }

    /// No delay for anyone.
    package static let none = ScheduleJitter(.zero)

    /// By how much later a seller fires than the schedule says: whole milliseconds from zero to just below `spread`.
    package func delay(definition: String, seller: String, region: String) -> Duration {
        let milliseconds = UInt64(max(0, spread.microseconds / 1000))
        var hash = StableHash()
        hash.add(definition)
        hash.add(seller)
        hash.add(region)
        return .milliseconds(Int64(hash.value.multipliedFullWidth(by: milliseconds).high))
    }
}

/// A hash that is the same on every machine and at every start, which the language's own is not.
///
/// Good for spreading, not for keeping secrets.
private struct StableHash {
    private var state: UInt64 = 0

    /// Takes in a text and its end, so that `ab`, `c` differs from `a`, `bc`.
    mutating func add(_ text: String) {
        var word: UInt64 = 0
        var count: UInt64 = 0
        for byte in text.utf8 {
            word = word << 8 | UInt64(byte)
            count += 1
            if count % 8 == 0 {
                add(word)
                word = 0
            }
        }
        add(word)
        add(count)
    }

    private mutating func add(_ word: UInt64) {
        state = Self.mixed((state ^ word) &+ 0x9E37_79B9_7F4A_7C15)
    }

    var value: UInt64 { state }

    /// Every bit of the result depends on every bit of the input (the finish of SplitMix64).
    private static func mixed(_ input: UInt64) -> UInt64 {
        var word = input
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
