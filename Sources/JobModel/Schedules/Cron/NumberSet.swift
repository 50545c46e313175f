/// A set of numbers from 0 to 63.
struct NumberSet: Sendable, Hashable {
    private var bits: UInt64 = 0

    /// The empty set.
    init() {}

    /// The numbers of a range.
    init(_ range: ClosedRange<Int>) {
        for number in range { insert(number) }
    }

    var isEmpty: Bool { bits == 0 }

    func contains(_ number: Int) -> Bool {
        (0..<64).contains(number) && bits & (1 << UInt64(number)) != 0
    }

    /// Adds a number. One outside 0 to 63 is not added.
    mutating func insert(_ number: Int) {
        guard (0..<64).contains(number) else { return }
        bits |= 1 << UInt64(number)
    }

    mutating func formUnion(_ other: NumberSet) {
        bits |= other.bits
    }

    func union(_ other: NumberSet) -> NumberSet {
        var result = self
        result.bits |= other.bits
        return result
    }

    func intersection(_ other: NumberSet) -> NumberSet {
        var result = self
        result.bits &= other.bits
        return result
    }

    /// The lowest number that is at least `number`.
    func first(from number: Int = 0) -> Int? {
        guard number < 64 else { return nil }
        let rest = bits & (UInt64.max << UInt64(max(0, number)))
        return rest == 0 ? nil : rest.trailingZeroBitCount
    }

    /// The numbers in rising order.
    var numbers: [Int] {
        (0..<64).filter { contains($0) }
    }
}
