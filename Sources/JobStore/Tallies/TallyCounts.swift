/// A count for each name. Adding costs next to nothing: every job is counted several times.
package struct TallyCounts: Sendable, Hashable {
    /// By the names' numbers; empty until something is counted.
    private var values: [Int] = []

    package init() {}

    /// Whether nothing was counted.
    package var isEmpty: Bool { values.isEmpty }

    package subscript(name: TallyName) -> Int { values.isEmpty ? 0 : values[name.rawValue] }

    /// Counts.
    package mutating func add(_ count: Int = 1, to name: TallyName) {
        if values.isEmpty { values = Array(repeating: 0, count: TallyName.allCases.count) }
        values[name.rawValue] += count
    }

    /// The names that were counted, in the order of their numbers, which all who write keep.
    package var changes: [(name: TallyName, count: Int)] {
        TallyName.allCases.filter { self[$0] != 0 }.map { ($0, self[$0]) }
    }
}
