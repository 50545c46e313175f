import JobModel
import JobStore

/// Lanes in a table.
struct LaneTable {
    private let lanes: [LaneRecord]
    private let now: Timestamp

    init(_ lanes: [LaneRecord], now: Timestamp) {
        self.lanes = lanes
        self.now = now
    }

    func print(to console: Console) {
        var table = Table([
            ("LANE", .right), ("OPERATION", .left), ("SELLER", .left), ("RATE", .right), ("BURST", .right),
            ("BLOCKED", .left), ("WAITING", .right), ("RUNNING", .right), ("NEXT", .left),
        ])
        for record in lanes {
            let lane = record.lane
            let isLearned = lane.limiter.plan != lane.configured
            let blocked = record.blockedUntil
            table.add([
                (String(lane.id), .faint), (lane.key.operation.plain, nil), (Self.owner(lane.key), nil),
                (lane.limiter.plan.rateText + (isLearned ? "*" : ""), isLearned ? .accent : nil),
                (String(lane.limiter.plan.burst), nil), (blocked?.told(now) ?? "-", blocked == nil ? .faint : .warning),
                (String(record.waiting), nil), (String(lane.running), lane.running > 0 ? .accent : nil),
                (next(lane), lane.pauseReason == nil ? .faint : .bad),
            ])
        }
        table.print(to: console)
    }

    private static func owner(_ key: LaneKey) -> String {
        key.authorization.map { "\($0.seller)/\($0.region)" } ?? "(\(key.application))"
    }

    /// When the lane can next yield a job.
    private func next(_ lane: LaneRow) -> String {
        if let reason = lane.pauseReason { return "paused: \(reason)".cut(to: 40) }
        if lane.waitingTurn != nil { return "when a run of the seller ends" }
        guard let next = lane.nextAt else { return "-" }
        return next <= now ? "now" : next.told(now)
    }
}
