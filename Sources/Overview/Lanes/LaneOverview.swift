package import JobModel
package import JobStore

/// A lane as lists show it.
package struct LaneOverview: Sendable {
    package let record: LaneRecord
    package let now: Timestamp

    package init(_ record: LaneRecord, now: Timestamp) {
        self.record = record
        self.now = now
    }

    private var lane: LaneRow { record.lane }

    /// Seller and region, or the application of grantless calls.
    package var owner: String {
        lane.key.authorization.map { "\($0.seller)/\($0.region)" } ?? "(\(lane.key.application))"
    }

    /// Whether the plan in force was learned from Amazon's answers.
    package var isLearned: Bool { lane.limiter.plan != lane.configured }

    /// The rate in force, marked with `*` when it was learned.
    package var rateText: String { lane.limiter.plan.rateText + (isLearned ? "*" : "") }

    /// Until when Amazon's refusals block the lane, in words.
    package var blockedText: String { record.blockedUntil?.told(now) ?? "-" }

    /// When the lane can next yield a job, or why it cannot.
    package var nextText: String {
        if let reason = lane.pauseReason { return "paused: \(reason)".cut(to: 40) }
        if lane.waitingTurn != nil { return "when a run of the seller ends" }
        guard let next = lane.nextAt else { return "-" }
        return next <= now ? "now" : next.told(now)
    }

    /// The share of the burst that is spent or reserved, from 0, when the bucket is full, to 1.
    package var use: Double { lane.limiter.use(now) }
}

extension Limiter {
    /// The share of the burst that is spent or reserved, from 0, when the bucket is full, to 1.
    package func use(_ now: Timestamp) -> Double {
        let spent = max(0, (arrival - now).seconds / plan.interval.seconds)
        return min(1, (spent + Double(reserved)) / Double(plan.burst))
    }
}
