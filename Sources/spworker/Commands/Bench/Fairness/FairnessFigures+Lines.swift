// The figures for people and programs.
extension FairnessFigures {
    /// Those of plans as most operations have them.
    var lines: [BenchLine] {
        let (others, single) = (shares(isSingle: false), shares(isSingle: true))
        return [
            one("worstShare", "worst share of a plan, burst 2 and more", others.min() ?? 0, Self.shareGoal),
            one(
                "worstShareBurstOne", "worst share of a plan, burst 1", single.min() ?? 0,
                .atLeast(0.85, reach: 0.90)),
            BenchLine("share", "all shares, burst 2 and more", Spread(others), .ratio),
            BenchLine("shareBurstOne", "all shares, burst 1", Spread(single), .ratio),
            one("jainIndex", "Jain index of all shares", index),
            count("refused", "calls refused for their rate", refused, .exactly(0)),
            count("accepted", "calls answered", accepted),
            count("acceptedOfLargest", "those of the seller with most jobs", acceptedOfHog),
        ]
    }

    /// Those of fast plans, all of which have bursts.
    var linesOfFast: [BenchLine] {
        let shares = shares(isSingle: false)
        return [
            one("worstShareFast", "fast plans: worst share of a plan", shares.min() ?? 0, Self.shareGoal),
            BenchLine("shareFast", "fast plans: all shares", Spread(shares), .ratio),
            count("refusedFast", "fast plans: calls refused for their rate", refused, .exactly(0)),
            count("acceptedFast", "fast plans: calls answered", accepted),
        ]
    }

    /// Those of a play with too few runs.
    var linesOfScarce: [BenchLine] {
        let (others, single) = (parts(isSingle: false), parts(isSingle: true))
        return [
            one("worstPartFewRuns", "few runs: worst share of a fair part, burst 2 and more", others.min() ?? 0),
            one("worstPartFewRunsBurstOne", "few runs: worst share of a fair part, burst 1", single.min() ?? 0),
            one("jainIndexFewRuns", "few runs: Jain index of all such shares", Self.jainIndex(others + single)),
            count("refusedFewRuns", "few runs: calls refused for their rate", refused, .exactly(0)),
            count("acceptedFewRuns", "few runs: calls answered", accepted),
            count("acceptedOfLargestFewRuns", "few runs: those of the seller with most jobs", acceptedOfHog),
        ]
    }

    private static let shareGoal = BenchGoal.atLeast(0.95, reach: 0.99)

    private func one(_ key: String, _ measure: String, _ value: Double, _ goal: BenchGoal? = nil) -> BenchLine {
        BenchLine(key, measure, Spread([value]), .ratio, goal: goal)
    }

    private func count(_ key: String, _ measure: String, _ value: Int, _ goal: BenchGoal? = nil) -> BenchLine {
        BenchLine(key, measure, Spread([Double(value)]), .count, goal: goal)
    }
}
