package import OperationCatalogue

/// Every usage plan and every bucket of a world.
///
/// Buckets are kept, as Amazon describes them, for each application, seller, region and operation with its version;
/// a grantless operation has one for each application. Where Amazon publishes a limit of the whole application, a second
/// bucket is shared by all its sellers in a region.
package struct PlanBook: Sendable {
    /// Whose call it is.
    package enum Caller: Sendable, Hashable {
        /// A seller in a region, by its place in the world.
        case seller(Int)
        /// An application without a seller.
        case application(Int)
    }

    /// What a bucket says to a call.
    package enum Verdict: Sendable, Hashable {
        /// Go on. The rate goes into the answer's header.
        case allowed(rate: Double)
        /// The caller's own bucket is empty for that long.
        case callerLimit(wait: Duration)
        /// The application's bucket is empty for that long.
        case applicationLimit(wait: Duration)
    }

    private struct Key: Hashable {
        var caller: Caller
        var operation: Int
    }

    private struct SharedKey: Hashable {
        var application: Int
        var region: Region
        var operation: Int
    }

    private let world: World
    private let applicationOfSeller: [Int]
    private var own: [Key: TokenBucket] = [:]
    private var shared: [SharedKey: TokenBucket] = [:]

    /// Creates a book of full buckets.
    package init(world: World) {
        self.world = world
        let places = Dictionary(
            world.applications.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        applicationOfSeller = world.sellers.map { places[$0.application] ?? -1 }
    }

    /// Charges one call of `operation`, which stands at `index` of the catalogue.
    ///
    /// Nothing is taken from either bucket unless both have a token.
    package mutating func charge(_ caller: Caller, operation: Operation, index: Int, at now: Duration) -> Verdict {
        let key = Key(caller: caller, operation: index)
        var bucket = own[key] ?? TokenBucket(plan: plan(of: operation, for: caller), at: now)
        defer { own[key] = bucket }
        let wait = bucket.wait(at: now)
        guard wait == .zero else { return .callerLimit(wait: wait) }
        if let rate = operation.applicationRate, case .seller(let seller) = caller {
            let sharedKey = SharedKey(
                application: applicationOfSeller[seller], region: world.sellers[seller].region, operation: index)
            var bucket = shared[sharedKey] ?? TokenBucket(plan: sharedPlan(of: operation, rate: rate), at: now)
            defer { shared[sharedKey] = bucket }
            let wait = bucket.wait(at: now)
            guard wait == .zero else { return .applicationLimit(wait: wait) }
            _ = bucket.take(at: now)
        }
        _ = bucket.take(at: now)
        return .allowed(rate: bucket.plan.rate)
    }

    /// The plan that holds for `operation` and `caller` once every change has been applied.
    package func plan(of operation: Operation, for caller: Caller) -> UsagePlan {
        let base = operation.plan ?? Self.unpublished
        if case .seller(let index) = caller, let change = change(of: operation, in: world.sellers[index].usagePlans) {
            return change.applied(to: base)
        }
        return change(of: operation, in: world.usagePlans)?.applied(to: base) ?? base
    }

    private func sharedPlan(of operation: Operation, rate: Double) -> UsagePlan {
        let scale = change(of: operation, in: world.usagePlans)?.scale ?? 1
        return UsagePlan(rate: rate * scale, burst: max(1, Int((rate * scale).rounded(.up))))
    }

    private func change(of operation: Operation, in changes: [String: PlanOverride]) -> PlanOverride? {
        guard !changes.isEmpty else { return nil }
        return changes[operation.name] ?? changes["\(operation.family).\(operation.id)"] ?? changes["*"]
    }

    /// What holds where Amazon publishes no plan.
    private static let unpublished = UsagePlan(rate: 1, burst: 2)
}
