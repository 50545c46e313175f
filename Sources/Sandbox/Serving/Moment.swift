import Ports

/// When a request came in.
struct Moment {
    /// Time since the sandbox started.
    var elapsed: Duration
    /// The wall clock.
    var wall: Instant
}

extension RandomSource {
    /// A request id in the form of a UUID.
    func requestId() -> String {
        let (high, low) = (next(), next())
        return String(unsafeUninitializedCapacity: 36) { text in
            var place = 0
            for digit in 0..<32 {
                if digit == 8 || digit == 12 || digit == 16 || digit == 20 {
                    text[place] = UInt8(ascii: "-")
                    place += 1
                }
                let word = digit < 16 ? high : low
                let value = UInt8(truncatingIfNeeded: word >> UInt64(60 - digit % 16 * 4)) & 15
                text[place] = value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
                place += 1
            }
            return place
        }
    }
}
