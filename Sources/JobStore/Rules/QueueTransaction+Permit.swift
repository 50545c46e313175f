package import JobModel

/// Calls that are made beside the queue.
extension QueueTransaction {
    /// Leave for one call beside the queue, as a command makes it, or a run that needs a token for its own call:
    /// charged at once when it may be made now.
    ///
    /// Whoever asks has a reason to: pauses of the lane and of its owners do not keep the call back.
    ///
    /// - Parameters:
    ///   - key: The call's lane, made when it is not there yet.
    ///   - plan: Its plan by configuration.
    ///   - applicationRate: The limit that all sellers of the application share for the operation, if there is one.
    /// - Returns: `granted`, or `wait` with the earliest instant, as far as can be told now, to ask again.
    package mutating func permit(_ key: LaneKey, plan: LanePlan, applicationRate: Double?) throws -> PermitAnswer {
        var lane = try lane(key, plan: plan, applicationRate: applicationRate)
        var wakeAt = lane.limiter.availableAt(now: now, margin: rules.margin)
        var shared = try lane.applicationLimiterID.map { try limiter($0) }
        if let shared { wakeAt = max(wakeAt, shared.limiter.availableAt(now: now, margin: rules.margin)) }
        guard wakeAt <= now else { return .wait(until: wakeAt) }
        // Reserved first, or the charge would use up the permit of a job.
        lane.limiter.reserve()
        if shared != nil {
            shared?.limiter.reserve()
            shared.map { save($0) }
        }
        try charge(&lane, at: now)
        if lane.nextAt != nil { try refresh(&lane) }
        try saveYielding(lane)
        tally.add(to: .calls)
        return .granted
    }

    /// Takes note of a refusal of such a call: its lane is slowed as if a job had been refused.
    mutating func refused(_ key: LaneKey, unit: Double) throws {
        tally.add(to: .refusedCalls)
        guard var lane = try knownLane(key) else { return }
        try refuse(.lane, unit: unit, &lane)
        if lane.nextAt != nil { try refresh(&lane) }
        try saveYielding(lane)
    }

    /// The lane, if it is there still: one that is gone has no calls to slow.
    mutating func knownLane(_ key: LaneKey) throws -> LaneRow? {
        let authorization = try key.authorization.map { try authorizationID($0) }
        let stored = try tables.lane(
            applicationID: try applicationID(key.application), authorizationID: authorization, operation: key.operation)
        return try stored.map { try lane($0.id) }
    }
}
