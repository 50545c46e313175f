import JobModel

/// What `bench fairness` came to.
struct FairnessFigures: Sendable {
    let plan: FairnessPlan
    private let lanes: [FairnessLane]

    init(plan: FairnessPlan, lanes: [FairnessLane]) {
        self.plan = plan
        self.lanes = lanes
    }

    /// The shares that sellers got of what their plans allowed, without the one with very many jobs.
    ///
    /// - Parameter isSingle: Whether plans of burst one are meant, or the others.
    func shares(isSingle: Bool) -> [Double] {
        lanes.filter { !$0.isHog && ($0.plan.burst == 1) == isSingle }.map { $0.share(of: plan.length) }
    }

    /// Jain's index of the shares of all but the one with very many jobs: 1 when all got the same share, 1/n when one
    /// got everything.
    var index: Double {
        let shares = lanes.filter { !$0.isHog }.map { $0.share(of: plan.length) }
        let sum = shares.reduce(0, +)
        let squares = shares.map { $0 * $0 }.reduce(0, +)
        return squares > 0 ? sum * sum / (Double(shares.count) * squares) : 0
    }

    /// Calls that Amazon refused, and need not have been made.
    var refused: Int { lanes.map(\.refused).reduce(0, +) }
    /// Calls that Amazon answered.
    var accepted: Int { lanes.map(\.accepted).reduce(0, +) }
    /// Those of the seller with very many jobs.
    var acceptedOfHog: Int { lanes.filter(\.isHog).map(\.accepted).reduce(0, +) }

    // MARK: Report

    /// The table.
    ///
    /// - Parameter time: How long it took in real time.
    func report(took time: Duration) -> BenchReport {
        let (others, single) = (shares(isSingle: false), shares(isSingle: true))
        return BenchReport(
            bench: FairnessBench.name,
            lines: [
                BenchLine(
                    "worstShare", "worst share of a plan, burst 2 and more", Spread([others.min() ?? 0]), .ratio,
                    goal: .atLeast(0.95, reach: 0.99)),
                BenchLine(
                    "worstShareBurstOne", "worst share of a plan, burst 1", Spread([single.min() ?? 0]), .ratio,
                    goal: .atLeast(0.85, reach: 0.90)),
                BenchLine("share", "all shares, burst 2 and more", Spread(others), .ratio),
                BenchLine("shareBurstOne", "all shares, burst 1", Spread(single), .ratio),
                BenchLine("jainIndex", "Jain index of all shares", Spread([index]), .ratio),
                BenchLine(
                    "refused", "calls refused for their rate", Spread([Double(refused)]), .count, goal: .exactly(0)),
                BenchLine("accepted", "calls answered", Spread([Double(accepted)]), .count),
                BenchLine(
                    "acceptedOfLargest", "those of the seller with most jobs", Spread([Double(acceptedOfHog)]), .count),
            ],
            conditions: [
                ("sellers", "\(plan.sellers), one with \(plan.hogJobs) jobs, the others always busy"),
                (
                    "plans",
                    "all \(Set(lanes.map(\.plan)).count) of Amazon's with up to "
                        + "\(Spread.hundredths(plan.fastestRate)) calls a second, in turn"
                ),
                (
                    "time",
                    "\(Int(plan.length.seconds)) virtual seconds from full buckets on, in "
                        + "\(Spread.hundredths(time.seconds)) s"
                ),
                ("calls", "70 to 210 ms, 20 to 60 of them on the way; \(plan.concurrency) runs at a time"),
            ],
            note:
                "Queue, limits, lanes and the worker's decisions are the real ones; Amazon is a model with the "
                + "published plans. A share is the part of the calls that the plan allowed which were made. Plans of "
                + "burst 1 pay for a margin of 100 ms a call, without which calls that come in unevenly would be refused."
        )
    }
}
