package import JobModel
package import OperationCatalogue

/// Changes to the catalogue's usage plans, as an application's configuration states them.
package struct PlanOverrides: Sendable, Hashable {
    /// One change. What is `nil` stays as the catalogue has it.
    package struct Change: Sendable, Hashable {
        package var rate: Double?
        package var burst: Int?
        package var scale: Double?

        package init(rate: Double? = nil, burst: Int? = nil, scale: Double? = nil) {
            self.rate = rate
            self.burst = burst
            self.scale = scale
        }
    }

    private let byOperation: [String: Change]
    private let everywhere: Change?

    /// Creates overrides from `family.operationId[@version]`, or `*` for all others, to change. A name without a version
    /// means all versions of the operation.
    package init(_ changes: [String: Change] = [:]) {
        everywhere = changes["*"]
        byOperation = changes.filter { $0.key != "*" }
    }

    /// The plan of an operation with the changes applied.
    package func plan(of operation: Operation) -> LanePlan {
        let plan = operation.plan ?? .unpublished
        guard
            let change = byOperation[operation.name] ?? byOperation["\(operation.family).\(operation.id)"] ?? everywhere
        else { return LanePlan(rate: plan.rate, burst: plan.burst) }
        let scale = change.scale ?? 1
        return LanePlan(
            rate: change.rate ?? plan.rate * scale,
            burst: change.burst ?? Int(min((Double(plan.burst) * scale).rounded(.up), 1_000_000)))
    }

    /// The application's own limit, scaled like the plans.
    package func applicationRate(of operation: Operation) -> Double? {
        operation.applicationRate.map { $0 * (everywhere?.scale ?? 1) }
    }
}
