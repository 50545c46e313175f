import JobModel
import JobStore
import Overview

/// A lane in the list of lanes.
struct LaneEntry {
    /// So many waiting jobs are counted for a lane.
    private static let mostCounted = 10_000

    let id: Int64
    /// The operation's name in pieces.
    let pieces: [String]
    let name: String
    let owner: String?
    let region: String?
    let ownerPath: String?
    let application: String?
    let use: LaneUse
    let waiting: String
    let waitingPath: String?
    let running: String
    let next: String
    let nextTone: String
    let why: String?
    let isPaused: Bool
    let canReset: Bool
    let path: String

    /// - Parameter tellsApplication: Whether there are several applications.
    init(_ record: LaneRecord, tellsApplication: Bool, now: Timestamp) {
        let (lane, told) = (record.lane, LaneOverview(record, now: now))
        let key = lane.key
        id = lane.id
        pieces = key.operation.pieces
        owner = key.authorization?.seller
        region = key.authorization?.region
        ownerPath = key.authorization.map { Links.seller($0) }
        application = key.authorization == nil || tellsApplication ? key.application : nil
        name = "lane \(lane.id), \(key.operation) of \(told.owner)"
        use = LaneUse(
            lane.limiter, configured: lane.configured, blockedUntil: record.blockedUntil,
            subject: "\(key.operation) of \(told.owner)", now: now)
        waiting = Words.number(record.waiting) + (record.waiting >= Self.mostCounted ? "+" : "")
        waitingPath =
            record.waiting == 0
            ? nil
            : Links.list(
                .jobs,
                ["seller": key.authorization?.seller, "operation": key.operation, "state": JobState.waiting.word]
            )
        running = Words.number(lane.running)
        isPaused = lane.pauseReason != nil
        next = Self.next(told, waiting: record.waiting)
        nextTone = lane.running > 0 ? "accent" : "none"
        why = lane.pauseReason
        canReset = record.blockedUntil != nil || lane.limiter.refusals > 0 || told.use > 0
        path = "/lanes/\(lane.id)"
    }

    /// When it yields a job, or why it does not: what holds its seller or application up is told on their pages.
    private static func next(_ told: LaneOverview, waiting: Int) -> String {
        guard told.nextText == "-" else { return told.nextText }
        return waiting == 0 ? "nothing to do" : "held up: see the seller"
    }
}
