/// Finds the names that a misspelt one may have meant.
package struct NearestNames {
    /// How many suggestions a person can take in.
    package static let limit = 3
    /// Longer input is compared by its beginning only: the work grows with the square of the length.
    private static let longest = 120

    private let wanted: [UInt8]
    private let wantedText: String

    /// Looks for what `name` may have meant.
    package init(to name: String) {
        wantedText = String(name.lowercased().prefix(Self.longest))
        wanted = Array(wantedText.utf8)
    }

    /// How far `candidate` is away, whatever the case of its letters: 0 is the same, and `nil` too far to be meant.
    func rank(of candidate: String) -> Int? {
        let lowered = candidate.lowercased()
        let distance = Self.distance(wanted, Array(lowered.utf8))
        // A third of the letters may be wrong, but two in any case that leaves more right than wrong.
        if distance <= max(min(2, wanted.count / 2), wanted.count / 3) { return distance }
        // Someone typed a part of the name.
        return wanted.count >= 4 && lowered.contains(wantedText) ? 1000 + distance : nil
    }

    /// The nearest of `candidates`, at most ``limit``.
    package func nearest(among candidates: some Sequence<String>) -> [String] {
        Self.best(candidates.compactMap { name in rank(of: name).map { ($0, name) } })
    }

    /// The names with the lowest ranks, the same whatever order they come in.
    static func best(_ ranked: [(rank: Int, name: String)]) -> [String] {
        ranked.sorted { ($0.rank, $0.name) < ($1.rank, $1.name) }.prefix(limit).map(\.name)
    }

    /// The number of letters to insert, delete, replace or swap with their neighbour to turn `one` into `other`.
    static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var beforeLast = [Int](repeating: 0, count: other.count + 1)
        var last = Array(0...other.count)
        for (row, letter) in one.enumerated() {
            var current = last
            current[0] = row + 1
            for (column, otherLetter) in other.enumerated() {
                var cost = min(
                    last[column + 1] + 1, current[column] + 1, last[column] + (letter == otherLetter ? 0 : 1))
                if row > 0, column > 0, letter == other[column - 1], one[row - 1] == otherLetter {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current[column + 1] = cost
            }
            (beforeLast, last) = (last, current)
        }
        return last[other.count]
    }
}
