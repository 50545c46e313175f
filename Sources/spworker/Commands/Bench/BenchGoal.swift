import Overview

/// What a figure should be. The median is held against it; where only one figure is good, every round is.
struct BenchGoal: Sendable, Hashable {
    /// On which side of the target the good figures are.
    enum Bound: String, Sendable {
        case atLeast
        case atMost
        case exactly
    }

    let bound: Bound
    /// What must be met.
    let target: Double
    /// What would be better still.
    let reach: Double

    /// Figures from `target` upwards are good.
    static func atLeast(_ target: Double, reach: Double) -> Self {
        Self(bound: .atLeast, target: target, reach: reach)
    }

    /// Figures up to `target` are good.
    static func atMost(_ target: Double, reach: Double) -> Self {
        Self(bound: .atMost, target: target, reach: reach)
    }

    /// Only this figure is good.
    static func exactly(_ target: Double) -> Self { Self(bound: .exactly, target: target, reach: target) }

    /// Whether the figures are good.
    func isMet(_ value: Spread) -> Bool { isGood(value, for: target) }

    /// Whether the figures are as good as was hoped for.
    func isReached(_ value: Spread) -> Bool { isGood(value, for: reach) }

    /// A word about the figures, and how it looks.
    func verdict(_ value: Spread) -> (word: String, style: Style) {
        if isReached(value) { return (bound == .exactly ? "yes" : "yes, and the reach", .good) }
        return isMet(value) ? ("yes", .good) : ("no", .bad)
    }

    /// One of its figures for people: `>= 0.70`, `<= 5.0 ms`.
    func text(_ figure: Double, _ unit: BenchUnit) -> String {
        let sign =
            switch bound {
            case .atLeast: ">= "
            case .atMost: "<= "
            case .exactly: ""
            }
        return sign + unit.text(figure)
    }

    private func isGood(_ value: Spread, for limit: Double) -> Bool {
        switch bound {
        case .atLeast: value.median >= limit
        case .atMost: value.median <= limit
        case .exactly: value.least == limit && value.greatest == limit
        }
    }
}
