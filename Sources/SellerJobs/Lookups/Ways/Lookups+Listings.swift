import JobModel
import OperationCatalogue

/// Calls that make something under an id of Amazon's choice, which a listing shows.
extension Lookups {
    static let listings: [String: Entry] = [
        "reports.createReport@2021-06-30": .asking("reports.getReports@2021-06-30", identity: "reportId") { call, now in
            guard let type = call.text("reportType") else { return .unanswerable("Its body names no reportType.") }
            let start = call.text("dataStartTime")
            let end = call.text("dataEndTime")
            let stores = marketplaces(call.body)
            return listed(
                "reports", identity: "reportId",
                filter(call, now).merging(["reportTypes": [.string(type)]]) { $1 }.merging(places(call)) { $1 },
                of: call
            ) { report in
                report.text(at: "reportType") == type && agree(stores, marketplaces(report))
                    && agree(instant: start, report.text(at: "dataStartTime"))
                    && agree(instant: end, report.text(at: "dataEndTime"))
            }
        },
        // The listing does not tell of which document a feed was made: type, place and time must do.
        "feeds.createFeed@2021-06-30": .asking("feeds.getFeeds@2021-06-30", identity: "feedId") { call, now in
            guard let type = call.text("feedType") else { return .unanswerable("Its body names no feedType.") }
            let document = call.text("inputFeedDocumentId")
            let stores = marketplaces(call.body)
            return listed(
                "feeds", identity: "feedId",
                filter(call, now).merging(["feedTypes": [.string(type)]]) { $1 }.merging(places(call)) { $1 },
                of: call
            ) { feed in
                feed.text(at: "feedType") == type && agree(stores, marketplaces(feed))
                    && agree(document, feed.text(at: "inputFeedDocumentId"))
            }
        },
        "dataKiosk.createQuery@2023-11-15": .asking("dataKiosk.getQueries@2023-11-15", identity: "queryId") {
            call, now in
            guard let query = call.text("query").map(squeezed) else {
                return .unanswerable("Its body holds no query.")
            }
            return listed("queries", identity: "queryId", filter(call, now), of: call) {
                $0.text(at: "query").map(squeezed) == query
            }
        },
        "notifications.createDestination@v1": .asking("notifications.getDestinations@v1") { call, _ in
            guard let name = call.text("name") else { return .unanswerable("Its body gives no name.") }
            let wanted = call.body?["resourceSpecification"] ?? .object([:])
            return .ask([:]) { answer in
                // Names are unique: one of this name that leads elsewhere keeps ours out.
                let known = answer.items(at: "payload").first { $0.text(at: "name") == name }
                guard let known, wanted.isPart(of: known["resource"]) else { return .absent }
                return .found(["payload": known])
            }
        },
        "supplySources.createSupplySource@2020-07-01": .asking("supplySources.getSupplySources@2020-07-01") { call, _ in
            guard let code = call.text("supplySourceCode") else {
                return .unanswerable("Its body gives no supplySourceCode.")
            }
            return .ask(["pageSize": 100]) { answer in
                let known = answer.items(at: "supplySources").first { $0.text(at: "supplySourceCode") == code }
                guard let known, let id = known.text(at: "supplySourceId") else { return .absent }
                return .found(["supplySourceId": .string(id), "supplySourceCode": .string(code)])
            }
        },
    ]

    /// Amazon filters by its own clock, which may differ from ours; the exact time is looked at in the answer.
    private static let leeway = Duration.seconds(3600)

    private static func filter(_ call: DoubtfulCall, _ now: Timestamp) -> [String: JSONValue] {
        var filter: [String: JSONValue] = [
            "createdSince": .string((call.sentAt - leeway).iso8601), "pageSize": 100,
        ]
        let end = call.sentAt + leeway
        if end < now { filter["createdUntil"] = .string(end.iso8601) }
        return filter
    }

    /// The listings take ten marketplaces; without any they show all.
    private static func places(_ call: DoubtfulCall) -> [String: JSONValue] {
        guard let ids = call.body?["marketplaceIds"]?.items, (1...10).contains(ids.count) else { return [:] }
        return ["marketplaceIds": .array(ids)]
    }

    private static func listed(
        _ list: String, identity: String, _ parameters: [String: JSONValue], of call: DoubtfulCall,
        matches: @escaping @Sendable (JSONValue) -> Bool
    ) -> Entry.Question {
        let body = call.body
        return .ask(parameters) { answer in
            let taken = Set(answer.neighbours.compactMap(\.identity))
            let candidates = answer.items(at: list).filter { item in
                matches(item) && answer.window.holds(item.text(at: "createdTime"))
                    && !taken.contains(item.text(at: identity) ?? "")
            }
            let ids = candidates.compactMap { $0.text(at: identity) }
            switch candidates.count {
            case 0: return .absent
            case 1 where ids.count == 1:
                // Another job asked for the like at the same time, and nobody knows what became of that either.
                let rivals = answer.neighbours.filter { $0.identity == nil && $0.body != body }
                if rivals.contains(where: { $0.body.map(resembles(call)) ?? true }) {
                    return .unclear("\(identity) \(ids[0]) is there, and another job may have made it.")
                }
                return .found([identity: .string(ids[0])])
            default:
                let named = ids.prefix(5).joined(separator: ", ") + (ids.count > 5 ? ", ..." : "")
                return .unclear("\(candidates.count) of the listed may be it: \(identity) \(named).")
            }
        }
    }

    /// Whether a listing cannot tell what the two calls make apart.
    private static func resembles(_ call: DoubtfulCall) -> (JSONValue) -> Bool {
        { body in
            ["reportType", "feedType"].allSatisfy { body[$0] == call.body?[$0] }
                && body.text(at: "query").map(squeezed) == call.text("query").map(squeezed)
        }
    }

    // MARK: Comparing

    /// Amazon squeezes the white space out of queries.
    private static func squeezed(_ query: String) -> String { query.filter { !$0.isWhitespace } }

    private static func marketplaces(_ value: JSONValue?) -> Set<String>? {
        value?["marketplaceIds"]?.items.map { Set($0.compactMap(\.string)) }
    }

    /// What one of both does not tell cannot differ.
    private static func agree<Value: Equatable>(_ wanted: Value?, _ seen: Value?) -> Bool {
        guard let wanted, let seen else { return true }
        return wanted == seen
    }

    /// Amazon may cut fractions of a second.
    private static func agree(instant wanted: String?, _ seen: String?) -> Bool {
        guard let wanted = wanted.flatMap({ Timestamp(iso8601: $0) }),
            let seen = seen.flatMap({ Timestamp(iso8601: $0) })
        else { return true }
        return abs((wanted - seen).microseconds) <= 1_000_000
    }
}
