import JobModel
import JobStore
import Overview

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
            let told = LaneOverview(record, now: now)
            table.add([
                (String(lane.id), .faint), (lane.key.operation.plain, nil), (told.owner, nil),
                (told.rateText, told.isLearned ? .accent : nil), (String(lane.limiter.plan.burst), nil),
                (told.blockedText, record.blockedUntil == nil ? .faint : .warning),
                (String(record.waiting), nil), (String(lane.running), lane.running > 0 ? .accent : nil),
                (told.nextText, lane.pauseReason == nil ? .faint : .bad),
            ])
        }
        table.print(to: console)
    }
}
