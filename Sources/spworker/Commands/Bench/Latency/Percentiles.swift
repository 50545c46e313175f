import JobModel

/// How often which of several measurements is reached.
struct Percentiles: Sendable, Hashable {
    private let sorted: [Duration]

    /// Takes measurements, in any order.
    init(_ values: [Duration]) {
        sorted = values.sorted()
    }

    /// All measurements of several such together: of few, what only one in a hundred exceeds is a matter of luck.
    init(all parts: [Percentiles]) {
        self.init(parts.flatMap(\.sorted))
    }

    /// How many measurements there are.
    var count: Int { sorted.count }

    /// The value that the given part of all, from 0 to 1, does not exceed; zero when there are none.
    func value(_ part: Double) -> Duration {
        guard !sorted.isEmpty else { return .zero }
        let place = Int((part * Double(sorted.count)).rounded(.up)) - 1
        return sorted[min(max(0, place), sorted.count - 1)]
    }

    /// The median, in milliseconds.
    var half: Double { value(0.5).seconds * 1000 }

    /// What only one in a hundred exceeds, in milliseconds.
    var nearlyAll: Double { value(0.99).seconds * 1000 }
}
