import OperationCatalogue

/// What several measurements of one thing came to.
struct Spread: Sendable, Hashable {
    /// The one in the middle; of an even number, the mean of the two in the middle.
    let median: Double
    let least: Double
    let greatest: Double

    /// Summarizes the values, in any order. Of none at all, everything is zero.
    init(_ values: [Double]) {
        let sorted = values.sorted()
        least = sorted.first ?? 0
        greatest = sorted.last ?? 0
        let middle = sorted.count / 2
        median =
            if sorted.isEmpty {
                0
            } else if sorted.count.isMultiple(of: 2) {
                (sorted[middle - 1] + sorted[middle]) / 2
            } else {
                sorted[middle]
            }
    }

    /// What all measurements came to together, beside the least and the greatest of several parts of them.
    init(_ whole: Double, parts: [Double]) {
        median = whole
        least = parts.min() ?? whole
        greatest = parts.max() ?? whole
    }

    /// For programs.
    var json: JSONValue {
        .object(["median": .number(median), "min": .number(least), "max": .number(greatest)])
    }

    /// A figure without digits behind the point.
    static func whole(_ value: Double) -> String { String(Int64(value.rounded())) }

    /// A figure with two digits behind the point.
    static func hundredths(_ value: Double) -> String {
        let count = Int64((value * 100).rounded())
        return "\(count / 100).\(count % 100 < 10 ? "0" : "")\(count % 100)"
    }
}
