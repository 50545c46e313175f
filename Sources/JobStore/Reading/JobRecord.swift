package import JobModel

/// A job with the rows around it, as they stood at one instant.
package struct JobRecord: Sendable, Hashable {
    package var row: JobRow
    package var content: JobContent?
    package var lane: LaneRow
    package var limiter: ApplicationLimiterRow?
    package var authorization: AuthorizationRow?
    package var application: ApplicationRow
    /// The instant at which all this was read.
    package var readAt: Timestamp

    /// What a waiting job waits for; `nil` when it does not wait.
    package var label: JobLabel? {
        guard row.state == .waiting else { return nil }
        if application.state == .stopped || (application.state == .suspect && authorization != nil) {
            return .blocked
        }
        if application.pauseReason != nil || lane.pauseReason != nil || authorization?.pauseReason != nil {
            return .paused
        }
        if let authorization {
            if authorization.state.parksJobs { return .parked }
            if let until = authorization.blockedUntil, until > readAt {
                return authorization.state == .active ? .snoozed : .parked
            }
        }
        if row.runAt > readAt {
            return switch row.waitReason {
            case .retry: .retrying
            case .snooze: .snoozed
            case .throttled: .throttled
            case .new, .interrupted, .parked, .lost: .scheduled
            }
        }
        if isThrottled { return .throttled }
        return .ready
    }

    private var isThrottled: Bool {
        let margin = Duration.zero
        if lane.limiter.availableAt(now: readAt, margin: margin) > readAt { return true }
        guard let limiter else { return false }
        return limiter.limiter.availableAt(now: readAt, margin: margin) > readAt
    }
}

/// A lane with the state of what it belongs to.
package struct LaneRecord: Sendable, Hashable {
    package var lane: LaneRow
    /// Waiting jobs, up to a bound that keeps the question cheap.
    package var waiting: Int
    package var readAt: Timestamp

    package init(lane: LaneRow, waiting: Int, readAt: Timestamp) {
        self.lane = lane
        self.waiting = waiting
        self.readAt = readAt
    }
}
