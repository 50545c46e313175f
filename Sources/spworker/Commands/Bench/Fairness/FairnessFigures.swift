import JobModel

/// What one play of `bench fairness` came to.
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

    /// Jain's index of several parts: 1 when all are the same, 1/n when one got everything.
    static func jainIndex(_ parts: [Double]) -> Double {
        let sum = parts.reduce(0, +)
        let squares = parts.map { $0 * $0 }.reduce(0, +)
        return squares > 0 ? sum * sum / (Double(parts.count) * squares) : 0
    }

    /// Jain's index of the shares of all but the one with very many jobs.
    var index: Double { Self.jainIndex(shares(isSingle: false) + shares(isSingle: true)) }

    /// Calls that Amazon refused, and need not have been made.
    var refused: Int { lanes.map(\.refused).reduce(0, +) }
    /// Calls that Amazon answered.
    var accepted: Int { lanes.map(\.accepted).reduce(0, +) }
    /// Those of the seller with very many jobs.
    var acceptedOfHog: Int { lanes.filter(\.isHog).map(\.accepted).reduce(0, +) }

    // MARK: Too few runs

    /// What each seller got of its fair part, without the one with very many jobs. Where there are too few runs, all calls
    /// that were made are to be divided so that nobody who got less than its plan allows got less than another.
    ///
    /// - Parameter isSingle: Whether plans of burst one are meant, or the others.
    func parts(isSingle: Bool) -> [Double] {
        let level = fairLevel
        return lanes.filter { !$0.isHog && ($0.plan.burst == 1) == isSingle }.map { lane in
            let part = min(level, Double(allowed(lane)))
            return part > 0 ? min(1, Double(lane.accepted) / part) : 1
        }
    }

    /// The calls that a plan allowed; those of the last moments are not asked for.
    private func allowed(_ lane: FairnessLane) -> Int { lane.allowed(in: plan.length - FairnessPlan.grace) }

    /// The calls that a seller gets at most when all that were made, but for those of the one with very many jobs, are
    /// divided fairly.
    var fairLevel: Double {
        let others = lanes.filter { !$0.isHog }
        var left = Double(others.map(\.accepted).reduce(0, +))
        var sellers = others.count
        for allowed in others.map({ Double(allowed($0)) }).sorted() {
            // Those whose plans allow less leave the rest to the others.
            guard allowed * Double(sellers) < left else { return left / Double(sellers) }
            left -= allowed
            sellers -= 1
        }
        return .greatestFiniteMagnitude
    }

    // MARK: Words

    /// The sellers, for people.
    var sellers: String {
        "\(plan.sellers), one with \(plan.hogJobs) jobs, the others always busy; \(Int(plan.length.seconds)) s"
    }

    /// The plans, for people.
    var plans: String {
        let count = Set(lanes.map(\.plan)).count
        let rates = lanes.map(\.plan.rate)
        return "all \(count) of Amazon's from \(Spread.hundredths(rates.min() ?? 0)) to "
            + "\(Spread.hundredths(rates.max() ?? 0)) calls a second, in turn"
    }
}
