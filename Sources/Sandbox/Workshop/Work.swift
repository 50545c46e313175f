import OperationCatalogue

/// One report, feed or query.
struct Work: Sendable {
    enum Kind: String, Sendable {
        case report, feed, query

        /// What ids begin with. Ids that begin otherwise were never given out.
        var prefix: String { rawValue + "-" }
    }

    let kind: Kind
    let id: String
    /// What was asked for.
    let body: JSONValue
    var course: WorkCourse
    /// The document that is there once it is done or fatal.
    var document: String?
    /// The token for the next page of a query's result.
    var nextPage: String?

    /// The type of a report or feed.
    var type: String? { body[kind.rawValue + "Type"]?.string }

    /// The ids of the marketplaces that it is about.
    var marketplaces: [String] {
        guard case .array(let items)? = body["marketplaceIds"] else { return [] }
        return items.compactMap(\.string)
    }

    /// What Amazon shows of it. Feeds do not tell of which document they were made.
    func shown(at now: Instant) -> JSONValue {
        let status = course.status(at: now)
        var members: [String: JSONValue] = [
            kind.rawValue + "Id": .string(id), "createdTime": .string(course.created.iso),
            "processingStatus": .string(status.rawValue),
        ]
        for name in ["reportType", "feedType", "marketplaceIds", "dataStartTime", "dataEndTime", "query"] {
            members[name] = body[name]
        }
        members["processingStartTime"] = course.processingStart(at: now).map { .string($0.iso) }
        members["processingEndTime"] = course.processingEnd(at: now).map { .string($0.iso) }
        if let document, status == .done || status == .fatal {
            members[documentMember(status)] = .string(document)
        }
        if let nextPage, status == .done { members["pagination"] = ["nextToken": .string(nextPage)] }
        return .object(members)
    }

    private func documentMember(_ status: WorkCourse.Status) -> String {
        switch kind {
        case .report: "reportDocumentId"
        case .feed: "resultFeedDocumentId"
        case .query: status == .done ? "dataDocumentId" : "errorDocumentId"
        }
    }
}
