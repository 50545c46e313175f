package import OperationCatalogue

/// A change to a usage plan of the catalogue.
package struct PlanOverride: Sendable, Hashable {
    /// Calls per second that replace the catalogue's, or `nil` to keep them.
    package var rate: Double?
    /// The burst that replaces the catalogue's, or `nil` to keep it.
    package var burst: Int?
    /// A factor on both rate and burst, applied last; 1 unless told otherwise. A burst never falls below 1.
    package var scale: Double

    /// Creates a change.
    package init(rate: Double? = nil, burst: Int? = nil, scale: Double = 1) {
        self.rate = rate
        self.burst = burst
        self.scale = scale
    }

    /// The plan that results from changing `plan`.
    package func applied(to plan: UsagePlan) -> UsagePlan {
        let burst = Double(self.burst ?? plan.burst) * scale
        return UsagePlan(rate: (rate ?? plan.rate) * scale, burst: max(1, Int(min(burst, 1e9))))
    }
}
