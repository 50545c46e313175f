import OperationCatalogue
import Overview

/// One figure of a bench.
struct BenchLine: Sendable, Hashable {
    /// Its name for programs, camelCase and the same in every version, such as `callsOfBareLoop`.
    let key: String
    /// Its name for people.
    let measure: String
    /// What the rounds came to.
    let value: Spread
    let unit: BenchUnit
    /// What it should be, when there is such a thing.
    let goal: BenchGoal?

    /// Creates a line.
    init(_ key: String, _ measure: String, _ value: Spread, _ unit: BenchUnit, goal: BenchGoal? = nil) {
        self.key = key
        self.measure = measure
        self.value = value
        self.unit = unit
        self.goal = goal
    }

    /// What stands in a table: measured, median, spread, target, reach, met.
    var cells: [(String, Style?)] {
        let spread = "\(unit.figure(value.least))..\(unit.figure(value.greatest))"
        let figures: [(String, Style?)] = [(measure, nil), (unit.text(value.median), nil), (spread, nil)]
        guard let goal else { return figures }
        let (word, style) = goal.verdict(value)
        return figures + [(goal.text(goal.target, unit), nil), (goal.text(goal.reach, unit), nil), (word, style)]
    }

    /// For programs.
    var json: JSONValue {
        .object([
            "key": .string(key), "measure": .string(measure), "value": value.json, "unit": .string(unit.rawValue),
            "bound": .text(goal?.bound.rawValue), "target": goal.map { .rounded($0.target) } ?? .null,
            "reach": goal.map { .rounded($0.reach) } ?? .null,
            "met": goal.map { .bool($0.isMet(value)) } ?? .null,
            "reached": goal.map { .bool($0.isReached(value)) } ?? .null,
        ])
    }
}
