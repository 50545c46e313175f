package import JobModel

/// A change of what is known about one authorization.
package struct AuthorizationChange: Sendable, Hashable {
    package var key: AuthorizationKey
    package var state: AuthorizationState
    /// Why it is no longer active; for one that becomes active, what the event tells as the reason.
    package var failure: JobFailure?
    /// The fingerprint of the refresh token that was in use.
    package var fingerprint: String?
    /// While suspect, or while Amazon's login is in trouble: when calls may be tried again.
    package var blockedUntil: Timestamp?
    /// Who says so: `worker`, or the user of a command.
    package var actor: String
    /// The change is made only when the authorization is in this state; `nil` means always.
    package var expected: AuthorizationState?
    /// Whether an operator's pause ends with it.
    package var resumes: Bool
    /// Whether an exchange has just given a token: its time is kept, also when the rest of the change is not made.
    package var isExchange: Bool

    package init(
        key: AuthorizationKey, state: AuthorizationState, failure: JobFailure? = nil, fingerprint: String? = nil,
        blockedUntil: Timestamp? = nil, actor: String = "worker", expected: AuthorizationState? = nil,
        resumes: Bool = false, isExchange: Bool = false
    ) {
        self.key = key
        self.state = state
        self.failure = failure
        self.fingerprint = fingerprint
        self.blockedUntil = blockedUntil
        self.actor = actor
        self.expected = expected
        self.resumes = resumes
        self.isExchange = isExchange
    }
}

/// A change of what is known about one application.
package struct ApplicationChange: Sendable, Hashable {
    package var application: String
    package var state: ApplicationState
    package var failure: JobFailure?
    /// The fingerprint of the client secret that was in use.
    package var fingerprint: String?
    /// While suspect: when Amazon is asked again.
    package var blockedUntil: Timestamp?
    /// While suspect: pauses that have been for nothing.
    package var pauses: Int
    package var actor: String
    /// Whether an operator's pause ends with it.
    package var resumes: Bool

    package init(
        application: String, state: ApplicationState, failure: JobFailure? = nil, fingerprint: String? = nil,
        blockedUntil: Timestamp? = nil, pauses: Int = 0, actor: String = "worker", resumes: Bool = false
    ) {
        self.application = application
        self.state = state
        self.failure = failure
        self.fingerprint = fingerprint
        self.blockedUntil = blockedUntil
        self.pauses = pauses
        self.actor = actor
        self.resumes = resumes
    }
}

extension QueueTransaction {
    /// The time between the first calls of lanes that are released together.
    private var releaseSpread: Duration { .milliseconds(20) }

    /// Parks, pauses or releases a seller's jobs. Costs as much as the seller has lanes.
    package mutating func change(_ change: AuthorizationChange) throws {
        var row = try authorization(authorizationID(change.key))
        let before = row
        if change.isExchange { row.lastGoodAt = now }
        guard change.expected == nil || change.expected == before.state else {
            if change.isExchange { save(row) }
            return
        }
        row.state = change.state
        let isPause = change.state == .active && change.blockedUntil != nil
        row.failure = change.state == .active ? (isPause ? change.failure : nil) : (change.failure ?? row.failure)
        row.blockedUntil = change.state.parksJobs ? nil : change.blockedUntil
        row.suspicions = change.state == .suspect ? row.suspicions + 1 : 0
        row.fingerprint = change.fingerprint ?? row.fingerprint
        if change.resumes { row.pauseReason = nil }
        let changed = before.state != row.state
        let reblocked = before.blockedUntil != row.blockedUntil
        let resumed = before.pauseReason != row.pauseReason
        if changed { row.since = now }
        save(row)
        if resumed {
            try tables.append(
                EventRow(
                    at: now, kind: "sellerResumed", application: change.key.application, seller: change.key.seller,
                    region: change.key.region, failure: change.failure, actor: change.actor))
        }
        if changed || (before.fingerprint != nil && before.fingerprint != row.fingerprint) {
            try record(
                EventRow(
                    at: now, kind: changed ? eventKind(of: row.state) : "secretChanged",
                    application: change.key.application, seller: change.key.seller, region: change.key.region,
                    from: before.state.word, to: row.state.word, failure: change.failure,
                    fingerprintBefore: before.fingerprint, fingerprintAfter: row.fingerprint, actor: change.actor))
        }
        if changed || reblocked || resumed {
            try refreshLanes(of: row.id, spread: !row.isParked && row.blockedUntil == nil)
        }
    }

    private func eventKind(of state: AuthorizationState) -> String {
        switch state {
        case .active: "restored"
        case .suspect: "suspected"
        case .revoked: "revoked"
        case .misconfigured: "misconfigured"
        }
    }

    /// Wakes or stops every lane of the authorization; released lanes start one after the other.
    mutating func refreshLanes(of authorizationID: Int64, spread: Bool) throws {
        try flushRows()
        var start = now
        for stored in try tables.lanes(authorizationID: authorizationID) {
            var lane = try lane(stored.id)
            try refresh(&lane)
            if spread, let nextAt = lane.nextAt {
                lane.nextAt = max(nextAt, start)
                start = start + releaseSpread
            }
            save(lane)
        }
    }

    /// Stops or restarts an application: one row, whatever the number of its sellers.
    package mutating func change(_ change: ApplicationChange) throws {
        var row = try application(applicationID(change.application))
        let before = row
        row.state = change.state
        row.failure = change.state == .ok ? nil : (change.failure ?? row.failure)
        row.blockedUntil = change.state == .suspect ? change.blockedUntil : nil
        row.pauses = change.state == .suspect ? change.pauses : 0
        row.fingerprint = change.fingerprint ?? row.fingerprint
        if change.resumes { row.pauseReason = nil }
        let changed = before.state != row.state
        if changed { row.since = now }
        save(row)
        if before.pauseReason != row.pauseReason {
            try tables.append(
                EventRow(
                    at: now, kind: "applicationResumed", application: change.application, failure: change.failure,
                    actor: change.actor))
        }
        guard changed || (before.fingerprint != nil && before.fingerprint != row.fingerprint) else { return }
        let kind =
            switch (changed, row.state) {
            case (false, _): "secretChanged"
            case (true, .ok): "applicationRestored"
            case (true, .suspect): "applicationSuspected"
            case (true, .stopped): "applicationStopped"
            }
        try record(
            EventRow(
                at: now, kind: kind, application: change.application, from: before.state.word, to: row.state.word,
                failure: change.failure, fingerprintBefore: before.fingerprint, fingerprintAfter: row.fingerprint,
                actor: change.actor))
    }

    /// Lets an operator pause (`reason`) or resume (`nil`) one authorization.
    package mutating func pause(_ key: AuthorizationKey, reason: String?, actor: String) throws {
        var row = try authorization(authorizationID(key))
        // Paused again, it is paused for the newer reason.
        let isChange = (row.pauseReason == nil) != (reason == nil)
        row.pauseReason = reason
        save(row)
        guard isChange else { return }
        try tables.append(
            EventRow(
                at: now, kind: reason == nil ? "sellerResumed" : "sellerPaused", application: key.application,
                seller: key.seller, region: key.region,
                failure: reason.map { JobFailure(kind: "paused", message: $0) }, actor: actor))
        try refreshLanes(of: row.id, spread: reason == nil)
    }

    /// Lets an operator pause or resume one application.
    package mutating func pause(application: String, reason: String?, actor: String) throws {
        var row = try self.application(applicationID(application))
        // Paused again, it is paused for the newer reason.
        let isChange = (row.pauseReason == nil) != (reason == nil)
        row.pauseReason = reason
        save(row)
        guard isChange else { return }
        try tables.append(
            EventRow(
                at: now, kind: reason == nil ? "applicationResumed" : "applicationPaused", application: application,
                failure: reason.map { JobFailure(kind: "paused", message: $0) }, actor: actor))
    }

    /// Lets an operator pause, resume or reset lanes.
    package mutating func change(lanes ids: [Int64], _ action: LaneAction) throws {
        // All or none, also where nothing can be rolled back.
        for id in ids { _ = try lane(id) }
        for id in ids { try change(laneID: id, action) }
    }

    /// Lets an operator pause, resume or reset one lane.
    package mutating func change(laneID: Int64, _ action: LaneAction) throws {
        var lane = try lane(laneID)
        switch action {
        case .pause(let reason): lane.pauseReason = reason
        case .resume: lane.pauseReason = nil
        case .reset: lane.limiter.reset()
        case .block(let until): lane.limiter.block(until: until)
        }
        try refresh(&lane)
        try saveYielding(lane)
    }
}

/// What an operator, or the worker, does to one lane.
package enum LaneAction: Sendable, Hashable {
    case pause(String)
    case resume
    /// Forgets blocks and fills the bucket.
    case reset
    /// No call before this instant.
    case block(until: Timestamp)
}
