import JobModel
import OperationCatalogue
import SellingPartner

/// How far a listing was looked through for something that will do, over pauses and crashes. Pure.
///
/// A plan of getReports yields ten pages at once and then one in 45 s, so that long listings take several runs.
struct SearchTrail: Sendable, Hashable {
    /// Something that will do.
    struct Candidate: Sendable, Hashable {
        /// What Amazon calls it.
        let id: String
        /// When it was created.
        let created: Timestamp
        /// How far it is.
        var sight: ProcessingSight
    }

    /// A listing with more pages is not looked through.
    static let most = 500
    /// So often a listing is begun anew whose page token was refused.
    static let mostRestarts = 3

    /// What the next page is asked for with; `nil` for the first.
    private(set) var token: String?
    /// Pages that were looked through.
    private(set) var pages = 0
    /// How often the listing was begun anew.
    private(set) var restarts = 0
    /// The newest so far that will do.
    private(set) var best: Candidate?
    private var order = ListingOrder()

    init() {}

    /// The page that is looked through next.
    var position: PagePosition { token.map { .token($0) } ?? .first }

    /// A page was looked through.
    ///
    /// - Parameters:
    ///   - found: The newest of it that will do.
    ///   - next: The page after it; `nil` at the end.
    ///   - since: Older ones will not do.
    /// - Returns: Whether more pages are to be looked through.
    mutating func take(_ page: JSONValue, found: Candidate?, next: PagePosition?, since: Timestamp?) -> Bool {
        pages += 1
        order.take(page)
        if let found, best.map({ ($0.created, $0.id) < (found.created, found.id) }) ?? true { best = found }
        guard case .token(let following)? = next else { return false }
        token = following
        // Where the newest come first, what follows is no better.
        return !(order.isNewestFirst && best != nil) && since.map(order.isPast) != true
    }

    /// The listing from its first page once more; `nil` when that was done often enough, or there is no other page.
    func begunAnew() -> SearchTrail? {
        guard token != nil, restarts < Self.mostRestarts else { return nil }
        var fresh = SearchTrail()
        fresh.restarts = restarts + 1
        return fresh
    }

    // MARK: Text

    /// Reads what ``json`` wrote.
    init(_ json: JSONValue) {
        func count(_ name: String) -> Int { if case .integer(let count)? = json[name] { Int(count) } else { 0 } }
        token = json["token"]?.string
        pages = count("pages")
        restarts = count("restarts")
        order = ListingOrder(json["order"])
        guard let best = json["best"], let id = best["id"]?.string, let status = best["status"]?.string,
            let created = best["created"]?.string.flatMap({ Timestamp(iso8601: $0) })
        else { return }
        self.best = Candidate(
            id: id, created: created,
            sight: ProcessingSight(
                status: status, documentID: best["documentId"]?.string, requestID: best["requestId"]?.string))
    }

    /// The trail as it is stored with the job; `nil` while there is none.
    var json: JSONValue? {
        guard self != SearchTrail() else { return nil }
        var members: [String: JSONValue] = ["pages": .integer(Int64(pages)), "order": order.json]
        members["token"] = token.map { .string($0) }
        members["restarts"] = restarts == 0 ? nil : .integer(Int64(restarts))
        members["best"] = best.map { best in
            var members: [String: JSONValue] = [
                "id": .string(best.id), "created": .string(best.created.iso8601),
                "status": .string(best.sight.status),
            ]
            members["documentId"] = best.sight.documentID.map { .string($0) }
            members["requestId"] = best.sight.requestID.map { .string($0) }
            return .object(members)
        }
        return .object(members)
    }
}

extension ProcessingMachine {
    /// A part of what there is was looked through.
    mutating func searched(_ trail: SearchTrail, now: Timestamp) -> ProcessingMove {
        state.search = trail
        return next(now: now)
    }
}
