import JobModel
import JobStore
import Overview

/// A lane of a seller in a line.
struct LaneLine {
    /// The operation's name in pieces.
    let pieces: [String]
    let plan: String
    let isLearned: Bool
    let use: String
    let waiting: String
    let running: String
    let next: String
    let nextTone: String
    let blocked: Instant?

    init(_ record: LaneRecord, now: Timestamp) {
        let (lane, told) = (record.lane, LaneOverview(record, now: now))
        let burst = lane.limiter.plan.burst
        pieces = lane.key.operation.pieces
        plan = lane.limiter.plan.told
        isLearned = told.isLearned
        use =
            UseBar(
                used: told.use, of: 1, title: "Burst of \(lane.key.operation)",
                summary: "\(Int((told.use * 100).rounded())) of 100 used, of a burst of \(burst)."
            ).svg
        waiting = Words.number(record.waiting)
        running = Words.number(lane.running)
        next = told.nextText
        blocked = record.blockedUntil?.shown(now)
        nextTone = lane.pauseReason != nil ? "warning" : "none"
    }
}
