import JobModel
import OperationCatalogue

/// A lane of `bench fairness`, and what was called in it.
struct FairnessLane: Sendable {
    let key: LaneKey
    let plan: LanePlan
    /// Whether it belongs to the seller with very many jobs.
    let isHog: Bool
    /// Amazon's side.
    private(set) var bucket: FairnessBucket
    /// Calls that Amazon answered.
    private(set) var accepted = 0
    /// Calls that Amazon refused for their rate.
    private(set) var refused = 0

    init(_ key: LaneKey, _ plan: LanePlan, isHog: Bool) {
        self.key = key
        self.plan = plan
        self.isHog = isHog
        bucket = FairnessBucket(rate: plan.rate, burst: plan.burst)
    }

    /// A call comes in at Amazon. Returns whether it is answered.
    mutating func call(at time: Duration) -> Bool {
        guard bucket.take(at: time) else {
            refused += 1
            return false
        }
        accepted += 1
        return true
    }

    /// The calls that the plan allows in so long a time, from a full bucket on.
    func allowed(in time: Duration) -> Int {
        // A billionth of a call is a matter of binary fractions.
        plan.burst + Int((plan.rate * max(0, time.seconds) + 1e-9).rounded(.down))
    }

    /// Answered calls as a part of those that the plan allowed; those of the last moments are not asked for.
    func share(of length: Duration) -> Double {
        min(1, Double(accepted) / Double(allowed(in: length - FairnessPlan.grace)))
    }

    // MARK: Everybody's lanes

    /// One operation for each usage plan in the catalogue that a seller's token is used for, slow ones first.
    /// Plans with other rates are left out, and so are operations with a limit that all sellers share are left out: there the sellers' own plans do not decide.
    static func operations(_ rates: ClosedRange<Double>) -> [(name: String, plan: LanePlan)] {
        var found: [LanePlan: String] = [:]
        for operation in OperationCatalogue.builtIn.all {
            guard let plan = operation.plan, plan.rate > rates.lowerBound, plan.rate <= rates.upperBound,
                operation.applicationRate == nil, operation.grantlessScope == nil, !operation.isSandboxOnly
            else { continue }
            let key = LanePlan(rate: plan.rate, burst: plan.burst)
            found[key] = found[key] ?? operation.name
        }
        return found.sorted { ($0.key.rate, $0.key.burst) < ($1.key.rate, $1.key.burst) }.map { ($0.value, $0.key) }
    }

    /// All lanes: those of the seller with very many jobs first, then one for each other seller, plan after plan in
    /// turn.
    static func all(_ plan: FairnessPlan) -> [FairnessLane] {
        let operations = operations(plan.rates)
        func lane(_ seller: Int, _ operation: (name: String, plan: LanePlan), isHog: Bool) -> FairnessLane {
            let key = AuthorizationKey(application: "bench", seller: "seller\(seller)", region: "EU")
            return FairnessLane(
                LaneKey(authorization: key, operation: operation.name), operation.plan, isHog: isHog)
        }
        return operations.map { lane(1, $0, isHog: true) }
            + (2...max(2, plan.sellers)).map { lane($0, operations[$0 % operations.count], isHog: false) }
    }
}
