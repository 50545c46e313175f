/// A source of random bits: the system's in production, a seeded one in tests.
public protocol RandomSource: Sendable {
    /// The next 64 random bits.
    func next() -> UInt64
}

extension RandomSource {
    /// A number drawn evenly from `0 ..< 1`.
    public func unit() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// Sixteen random bytes as lower-case hexadecimal: an identifier that will not collide.
    public func identifier() -> String {
        [next(), next()].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
