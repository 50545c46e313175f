package import JobModel

/// What is known of one seller's authorization.
package struct AuthorizationRow: Sendable, Hashable {
    package var id: Int64
    package var key: AuthorizationKey
    package var applicationID: Int64
    package var state: AuthorizationState
    /// When it came into this state.
    package var since: Timestamp
    /// Why it is not active.
    package var failure: JobFailure?
    /// Calls pause until then while it is suspect, or while Amazon gives it no token.
    package var blockedUntil: Timestamp?
    /// Refusals in a row while suspect.
    package var suspicions: Int
    /// The fingerprint of the refresh token that was last used.
    package var fingerprint: String?
    /// The last successful token exchange.
    package var lastGoodAt: Timestamp?
    /// Why an operator paused it, or `nil`.
    package var pauseReason: String?
    /// Runs in progress over all its lanes.
    package var running: Int
    /// Lanes that wait for one of those runs to end.
    package var waitingLanes: Int

    package init(
        id: Int64, key: AuthorizationKey, applicationID: Int64, state: AuthorizationState = .active,
        since: Timestamp, failure: JobFailure? = nil, blockedUntil: Timestamp? = nil, suspicions: Int = 0,
        fingerprint: String? = nil, lastGoodAt: Timestamp? = nil, pauseReason: String? = nil, running: Int = 0,
        waitingLanes: Int = 0
    ) {
        self.id = id
        self.key = key
        self.applicationID = applicationID
        self.state = state
        self.since = since
        self.failure = failure
        self.blockedUntil = blockedUntil
        self.suspicions = suspicions
        self.fingerprint = fingerprint
        self.lastGoodAt = lastGoodAt
        self.pauseReason = pauseReason
        self.running = running
        self.waitingLanes = waitingLanes
    }

    /// Whether its jobs wait until somebody acts.
    package var isParked: Bool { state.parksJobs || pauseReason != nil }

    /// How its jobs are labelled that wait until somebody acts: `paused`, whatever else is the case, or `parked`; `nil`
    /// when they do not wait for that.
    package var hold: JobLabel? { pauseReason != nil ? .paused : state.parksJobs ? .parked : nil }
}

/// What is known of one application.
package struct ApplicationRow: Sendable, Hashable {
    package var id: Int64
    package var name: String
    package var state: ApplicationState
    /// When it came into this state.
    package var since: Timestamp
    /// Why it is not ok.
    package var failure: JobFailure?
    /// While it is suspect: when Amazon is asked again whether it works.
    package var blockedUntil: Timestamp?
    /// While it is suspect: pauses that have been for nothing.
    package var pauses: Int
    /// The fingerprint of the client secret that was last used.
    package var fingerprint: String?
    /// Why an operator paused it, or `nil`.
    package var pauseReason: String?

    package init(
        id: Int64, name: String, state: ApplicationState = .ok, since: Timestamp, failure: JobFailure? = nil,
        blockedUntil: Timestamp? = nil, pauses: Int = 0, fingerprint: String? = nil, pauseReason: String? = nil
    ) {
        self.id = id
        self.name = name
        self.state = state
        self.since = since
        self.failure = failure
        self.blockedUntil = blockedUntil
        self.pauses = pauses
        self.fingerprint = fingerprint
        self.pauseReason = pauseReason
    }

    /// Whether jobs of its sellers may be claimed.
    package var isRunnable: Bool { state == .ok && pauseReason == nil }

    /// Whether its grantless jobs may be claimed: no seller's authorization is needed for them.
    package var runsGrantless: Bool { state != .stopped && pauseReason == nil }

    /// Whether jobs of the lane may be claimed as far as the application goes.
    package func runs(_ lane: LaneRow) -> Bool { lane.authorizationID == nil ? runsGrantless : isRunnable }
}
