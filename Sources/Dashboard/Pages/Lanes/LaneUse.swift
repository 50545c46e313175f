import JobModel
import JobStore
import Overview

/// A bucket of calls: its plan, where that comes from, and how much is left.
struct LaneUse {
    let plan: String
    /// What the configuration says, when Amazon has taught something else.
    let configured: String?
    let bar: String
    let left: String
    let blocked: Instant?
    /// How often Amazon has refused in a row.
    let refusals: String?

    /// - Parameters:
    ///   - configured: The plan by configuration.
    ///   - subject: Whose bucket it is, for those who do not see the drawing.
    init(_ limiter: Limiter, configured: LanePlan, blockedUntil: Timestamp?, subject: String, now: Timestamp) {
        plan = limiter.plan.told
        self.configured = limiter.plan == configured ? nil : configured.told
        let (used, burst) = (limiter.use(now) * Double(limiter.plan.burst), limiter.plan.burst)
        let rest = max(0, Int((Double(burst) - used).rounded(.down)))
        left = "\(Words.number(rest)) of \(Words.number(burst)) left"
        bar =
            UseBar(
                used: used, of: Double(burst), title: "Burst of \(subject)",
                summary:
                    "\(Words.number(rest)) of \(Words.counted(burst, "call")) at once \(rest == 1 ? "is" : "are") left."
            ).svg
        blocked = blockedUntil?.shown(now)
        refusals =
            switch limiter.refusals {
            case 0: nil
            case 1: "refused once (429)"
            case let count: "\(count) refusals (429) in a row"
            }
    }
}
