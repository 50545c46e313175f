import JobModel
import JobStore
import Overview

/// What the page of lanes says.
struct LanesView {
    /// A condition to choose.
    struct Chip {
        let chipTitle: String
        let chipPath: String
        let isChosen: Bool
    }

    /// An application to choose.
    struct Choice {
        let choice: String
        let isChosen: Bool
    }

    /// A limit that sellers share.
    struct Shared {
        let application: String
        let region: String
        /// The operation's name in pieces.
        let pieces: [String]
        let use: LaneUse
    }

    /// Something that cools down.
    struct CoolDown {
        let subject: String
        let seller: String
        let region: String
        let path: String
        let ends: Instant
        let reason: String
    }

    /// So many cool-downs are listed.
    private static let mostCoolDowns = 30

    let sellerText: String?
    let operationText: String?
    let regionValue: String?
    let conditionValue: String?
    let applications: [Choice]
    let hasApplications: Bool
    let chips: [Chip]
    let isFiltered: Bool
    let lanes: [LaneEntry]
    let hasLanes: Bool
    let emptyTitle: String
    let emptyText: String
    let emptyCommand: String?
    let shared: [Shared]
    let hasShared: Bool
    let coolDowns: [CoolDown]
    let hasCoolDowns: Bool
    let moreCoolDowns: String?
    let firstPath: String?
    let nextPath: String?
    /// Where one comes back to after doing something.
    let back: String

    /// - Parameter records: The lanes of the page, and one more when there is a next page.
    init(
        _ records: [LaneRecord], _ query: LaneQuery, applications names: [String], shared limits: [SharedLimit],
        coolDowns rows: [CoolDownRow], now: Timestamp
    ) {
        sellerText = query.seller
        operationText = query.operation
        regionValue = query.region
        conditionValue = query.condition?.rawValue
        hasApplications = names.count > 1
        applications = names.map { Choice(choice: $0, isChosen: $0 == query.application) }
        let chosen = query.condition
        chips =
            [Chip(chipTitle: "All", chipPath: query.path(only: nil), isChosen: chosen == nil)]
            + LaneSearch.Condition.allCases.map { condition in
                Chip(
                    chipTitle: condition.title, chipPath: query.path(only: condition), isChosen: chosen == condition)
            }
        isFiltered = !query.isForAll
        let tellsApplication = names.count > 1
        lanes = records.prefix(LaneQuery.pageSize).map { record in
            LaneEntry(record, tellsApplication: tellsApplication, now: now)
        }
        hasLanes = !lanes.isEmpty
        (emptyTitle, emptyText, emptyCommand) = Self.empty(query)
        shared = limits.filter(query.isMeant).map { limit in
            Shared(
                application: limit.application, region: limit.row.region, pieces: limit.row.operation.pieces,
                use: LaneUse(
                    limit.row.limiter, configured: limit.row.configured, blockedUntil: limit.blockedUntil,
                    subject: "\(limit.row.operation) of the application \(limit.application)", now: now))
        }
        hasShared = !shared.isEmpty
        let cooling = rows.filter { $0.until > now && query.isMeant($0) }
        coolDowns = cooling.prefix(Self.mostCoolDowns).map { Self.coolDown($0, now: now) }
        hasCoolDowns = !cooling.isEmpty
        let rest = cooling.count - coolDowns.count
        moreCoolDowns = rest > 0 ? "\(Words.number(rest)) more; choose a seller to see all of its own." : nil
        firstPath = query.after == nil ? nil : query.path(only: query.condition)
        nextPath =
            records.count > LaneQuery.pageSize
            ? query.path(only: query.condition, after: lanes.last?.id) : nil
        back = query.path
    }

    private static func empty(_ query: LaneQuery) -> (title: String, text: String, command: String?) {
        if query.after != nil { return ("There are no further lanes.", "Go back to the first page.", nil) }
        switch query.condition {
        case .blocked? where query.isForNobody:
            return ("No lane is blocked.", "Amazon has refused no call for a while (429), or not lately.", nil)
        case .paused? where query.isForNobody:
            return ("No lane is paused.", "Pause one in the list of all, to start no jobs of it for a while.", nil)
        case .waiting? where query.isForNobody:
            return ("No lane has waiting jobs.", "All work is done.", nil)
        case _ where !query.isForAll:
            return ("No lane matches.", "Choose less, or look at all lanes.", nil)
        default:
            return (
                "No lanes yet.", "A lane comes into being with the first job of a seller and operation:",
                "spworker enqueue request OPERATION --seller ID"
            )
        }
    }

    private static func coolDown(_ row: CoolDownRow, now: Timestamp) -> CoolDown {
        CoolDown(
            subject: row.subject, seller: row.authorization.seller, region: row.authorization.region,
            path: Links.seller(row.authorization), ends: row.until.shown(now), reason: row.reason)
    }
}

extension LaneQuery {
    /// Whether nothing but a condition is chosen.
    fileprivate var isForNobody: Bool { seller == nil && region == nil && application == nil && operation == nil }
}

extension LaneSearch.Condition {
    /// What a choice of it is called.
    fileprivate var title: String {
        switch self {
        case .blocked: "Blocked"
        case .paused: "Paused"
        case .waiting: "With waiting jobs"
        }
    }
}
