import JobModel
import JobStore

/// What waiting jobs wait for, counted lane by lane: a lane's jobs count as what the next of them waits for. That needs no
/// look at the jobs themselves.
struct DemoWaits: Sendable, Hashable {
    /// Their turn.
    var ready = 0
    /// Their usage plan.
    var plan = 0
    /// The pause after a failed attempt, or the next page.
    var later = 0
    /// Their seller's authorization.
    var parked = 0
    /// Their application, which Amazon refuses.
    var blocked = 0

    init() {}

    /// Counts.
    init(lanes: [LaneRecord], authorizations: [AuthorizationRow], applications: [ApplicationRow]) {
        let authorizations = Dictionary(uniqueKeysWithValues: authorizations.map { ($0.id, $0) })
        let stopped = Set(applications.filter { !$0.isRunnable }.map(\.id))
        for record in lanes where record.waiting > 0 {
            let (lane, now) = (record.lane, record.readAt)
            let authorization = lane.authorizationID.flatMap { authorizations[$0] }
            let isPaused = authorization?.blockedUntil.map { $0 > now } ?? false
            if stopped.contains(lane.applicationID) {
                blocked += record.waiting
            } else if authorization?.isParked ?? false || isPaused {
                parked += record.waiting
            } else if let jobAt = lane.jobAt, jobAt > now {
                later += record.waiting
            } else if lane.limiter.availableAt(now: now, margin: .zero) > now {
                plan += record.waiting
            } else {
                ready += record.waiting
            }
        }
    }
}
