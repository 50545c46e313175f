package import JobModel

/// A lane: the jobs that share one usage plan, and when it can next yield one.
package struct LaneRow: Sendable, Hashable {
    package var id: Int64
    package var key: LaneKey
    package var applicationID: Int64
    package var authorizationID: Int64?
    /// The limit that all sellers of the application share, where there is one.
    package var applicationLimiterID: Int64?
    /// The plan by configuration; the limiter's own may have been learned.
    package var configured: LanePlan
    package var limiter: Limiter
    /// Why an operator paused it, or `nil` when it is not paused.
    package var pauseReason: String?
    /// No waiting job can run before this instant; `nil` when there is none. May be too early, never too late.
    package var jobAt: Timestamp?
    /// Whether a waiting job of priority 0 may be here.
    package var hasUrgent: Bool
    /// The earliest instant at which it can yield a job, `nil` when an event must come first.
    package var nextAt: Timestamp?
    /// Counts up whenever it is served: lanes with the same `nextAt` take turns.
    package var turn: Int64
    /// Its place in its authorization's waiting list, `nil` when it is not there.
    package var waitingTurn: Int64?
    package var running: Int

    package init(
        id: Int64, key: LaneKey, applicationID: Int64, authorizationID: Int64?, applicationLimiterID: Int64? = nil,
        configured: LanePlan, limiter: Limiter, pauseReason: String? = nil, jobAt: Timestamp? = nil,
        hasUrgent: Bool = false, nextAt: Timestamp? = nil, turn: Int64 = 0, waitingTurn: Int64? = nil, running: Int = 0
    ) {
        self.id = id
        self.key = key
        self.applicationID = applicationID
        self.authorizationID = authorizationID
        self.applicationLimiterID = applicationLimiterID
        self.configured = configured
        self.limiter = limiter
        self.pauseReason = pauseReason
        self.jobAt = jobAt
        self.hasUrgent = hasUrgent
        self.nextAt = nextAt
        self.turn = turn
        self.waitingTurn = waitingTurn
        self.running = running
    }
}

/// A limit that all sellers of an application share for one operation in one region.
package struct ApplicationLimiterRow: Sendable, Hashable {
    package var id: Int64
    package var applicationID: Int64
    package var region: String
    package var operation: String
    package var configured: LanePlan
    package var limiter: Limiter
    /// The instant that was last handed out to a lane that came too early: lanes that wait here get one each.
    package var slot: Timestamp

    package init(
        id: Int64, applicationID: Int64, region: String, operation: String, configured: LanePlan, limiter: Limiter,
        slot: Timestamp = .distantPast
    ) {
        self.id = id
        self.applicationID = applicationID
        self.region = region
        self.operation = operation
        self.configured = configured
        self.limiter = limiter
        self.slot = slot
    }
}
