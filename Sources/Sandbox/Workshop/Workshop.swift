import OperationCatalogue

/// What Amazon works on for sellers: reports, feeds and Data Kiosk queries, with the documents of them all.
///
/// An id that does not look like one of the sandbox's own is answered as an operation without a family is, so that a
/// client can be tried with any id; one that looks like it and was never given to the seller is not found.
struct Workshop {
    /// Whose things of one kind they are.
    struct Shelf: Hashable {
        let seller: Int
        let kind: Work.Kind
    }

    /// In the order in which they were created.
    var works: [Shelf: [Work]] = [:]
    var documents: [String: StoredDocument] = [:]
    var uploads: [String: FeedUpload] = [:]
    /// The uploads that still have their bytes, oldest first, and how many these are.
    var kept: (ids: [String], bytes: Int) = ([], 0)
    /// For how many works each script has held, by kind and place.
    private var uses: [String: Int] = [:]
    private var number = 1000

    /// The reply to a call about reports, feeds or queries, or `nil` when it is to be answered as any other.
    mutating func reply(to call: CheckedCall) throws(CallCheck.Refusal) -> Reply? {
        guard call.seller != nil else { return nil }
        switch call.rules.shortName {
        case "reports.createReport": return try createReport(call)
        case "reports.getReports": return try list(.report, call, others: SettlementReports(call).works)
        case "reports.getReport": return get(.report, call)
        case "reports.cancelReport": return cancel(.report, call, while: [.queued])
        case "reports.getReportDocument": return getDocument(call, "reportDocumentId", url: "url")
        case "feeds.createFeedDocument": return try createFeedDocument(call)
        case "feeds.createFeed": return try createFeed(call)
        case "feeds.getFeeds": return try list(.feed, call)
        case "feeds.getFeed": return get(.feed, call)
        case "feeds.cancelFeed": return cancel(.feed, call, while: [.queued])
        case "feeds.getFeedDocument": return getDocument(call, "feedDocumentId", url: "url")
        case "dataKiosk.createQuery": return try createQuery(call)
        case "dataKiosk.getQueries": return try list(.query, call)
        case "dataKiosk.getQuery": return get(.query, call)
        case "dataKiosk.cancelQuery": return cancel(.query, call, while: [.queued, .inProgress, .cancelled])
        case "dataKiosk.getDocument": return getDocument(call, "documentId", url: "documentUrl")
        default: return nil
        }
    }

    // MARK: Creating

    /// A number that no work or document has yet.
    mutating func nextNumber() -> Int {
        number += 1
        return number
    }

    /// The place of the first script that fits and has not held for as many works as it may.
    func place<Script>(
        of kind: Work.Kind, in scripts: [Script], times: (Script) -> Int?, where fits: (Script) -> Bool
    ) -> Int? {
        scripts.indices.first { place in
            fits(scripts[place]) && times(scripts[place]).map { (uses[kind.prefix + String(place)] ?? 0) < $0 } ?? true
        }
    }

    mutating func countUse(of kind: Work.Kind, at place: Int?) {
        if let place { uses[kind.prefix + String(place), default: 0] += 1 }
    }

    /// When work of a kind begins and ends, in the way of a script or, where it says nothing, in one that the id
    /// decides.
    func course(
        of id: String, _ call: CheckedCall, queued: Duration?, processing: Duration?, end: WorkCourse.Status,
        behind earlier: Instant? = nil
    ) -> WorkCourse {
        var seed = Fingerprint((call.seller?.sellerId ?? "").utf8)
        seed.add(id.utf8)
        let wait = queued ?? .milliseconds(10_000 + Int64(seed.number(1, below: 20_000)))
        let length = processing ?? .milliseconds(10_000 + Int64(seed.number(2, below: 110_000)))
        let starts = max(call.now + wait, earlier ?? call.now)
        return WorkCourse(created: call.now, starts: starts, ends: starts + length, end: end)
    }

    /// Keeps a work and tells its id.
    mutating func add(_ work: Work, _ call: CheckedCall, contentHash: String? = nil) -> Reply {
        works[Shelf(seller: call.sellerIndex, kind: work.kind), default: []].append(work)
        var reply = Reply(
            status: call.rules.operation.successStatus,
            body: JSONWriter.object { $0.member(work.kind.rawValue + "Id", work.id) })
        reply.created = Reply.Created(id: work.id, contentHash: contentHash)
        return reply
    }

    // MARK: Reading and cancelling

    private func get(_ kind: Work.Kind, _ call: CheckedCall) -> Reply? {
        let id = call.path[kind.rawValue + "Id", default: ""]
        if kind == .report, id.hasPrefix(SettlementReports.prefix) {
            let known = SettlementReports(call).works.first { $0.id == id }
            return known.map { .json(200, $0.shown(at: call.now)) } ?? .notFound
        }
        guard id.hasPrefix(kind.prefix) else { return nil }
        guard let place = place(of: id, kind, call), let work = works[place.shelf]?[place.index] else {
            return .notFound
        }
        return .json(200, work.shown(at: call.now))
    }

    private mutating func cancel(
        _ kind: Work.Kind, _ call: CheckedCall, while allowed: [WorkCourse.Status]
    ) -> Reply? {
        let id = call.path[kind.rawValue + "Id", default: ""]
        guard id.hasPrefix(kind.prefix) else { return nil }
        guard let place = place(of: id, kind, call), var work = works[place.shelf]?[place.index] else {
            return .notFound
        }
        let status = work.course.status(at: call.now)
        guard allowed.contains(status) else {
            return .error(
                400, "InvalidInput",
                message: "The \(kind.rawValue) cannot be cancelled: its processing status is \(status.rawValue).")
        }
        work.course.cancel(at: call.now)
        works[place.shelf]?[place.index] = work
        let success = call.rules.operation.successStatus
        return success == 204 ? Reply(status: 204, contentType: nil) : .json(success, [:])
    }

    private func place(of id: String, _ kind: Work.Kind, _ call: CheckedCall) -> (shelf: Shelf, index: Int)? {
        let shelf = Shelf(seller: call.sellerIndex, kind: kind)
        return works[shelf]?.firstIndex { $0.id == id }.map { (shelf, $0) }
    }
}

extension Reply {
    /// A JSON answer.
    static func json(_ status: Int, _ value: JSONValue) -> Reply {
        Reply(status: status, body: Array(value.text.utf8))
    }
}
