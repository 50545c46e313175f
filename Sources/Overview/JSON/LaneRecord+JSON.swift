package import JobModel
package import JobStore
package import OperationCatalogue

extension LaneRecord {
    /// The lane as programs read it.
    package var json: JSONValue {
        .object([
            "id": .integer(lane.id),
            "application": .string(lane.key.application),
            "seller": .text(lane.key.authorization?.seller),
            "region": .text(lane.key.authorization?.region),
            "operation": .string(lane.key.operation),
            "plan": lane.limiter.plan.json,
            "configuredPlan": lane.configured.json,
            "blockedUntil": .time(blockedUntil),
            "refusals": .count(lane.limiter.refusals),
            "pauseReason": .text(lane.pauseReason),
            "waiting": .count(waiting),
            "running": .count(lane.running),
            "nextAt": .time(lane.nextAt),
        ])
    }

    /// Until when the lane is blocked, when it is.
    package var blockedUntil: Timestamp? { lane.limiter.blockedUntil.flatMap { $0 > readAt ? $0 : nil } }
}

extension LanePlan {
    /// The plan as programs read it: calls per second, and calls at once.
    package var json: JSONValue { .object(["rate": .rounded(rate), "burst": .count(burst)]) }
}
