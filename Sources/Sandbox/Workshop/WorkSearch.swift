import OperationCatalogue

/// What a listing of works asks for, apart from the page.
struct WorkSearch {
    /// The query's parameters, without the token.
    private let parameters: [String: String]
    /// When the first page was asked for: what is created later is on none, so that pages do not shift.
    private let asked: Instant

    init(_ call: CheckedCall, token: String) {
        parameters = call.query.filter { $0.key != token }
        asked = call.now
    }

    /// The report or feed types; `nil` for all.
    var types: [String]? { list("reportTypes") ?? list("feedTypes") }

    /// How many a page has.
    var pageSize: Int { parameters["pageSize"].flatMap { Int($0) } ?? 10 }

    func admits(_ work: Work, at now: Instant) -> Bool {
        let created = work.course.created
        func time(_ name: String) -> Instant? { parameters[name].flatMap { Instant(iso: $0) } }
        if let types { guard let type = work.type, types.contains(type) else { return false } }
        if let wanted = list("marketplaceIds") {
            guard work.marketplaces.contains(where: wanted.contains) else { return false }
        }
        if let wanted = list("processingStatuses") {
            guard wanted.contains(work.course.status(at: now).rawValue) else { return false }
        }
        return created <= asked && time("createdSince").map { $0 <= created } ?? true
            && time("createdUntil").map { created <= $0 } ?? true
    }

    /// Whether a call for a further page has the same parameters, whatever the size of its pages.
    func isRepeated(by call: CheckedCall, token: String) -> Bool {
        call.query.filter { $0.key != token && $0.key != "pageSize" } == parameters.filter { $0.key != "pageSize" }
    }

    private func list(_ name: String) -> [String]? {
        parameters[name]?.split(separator: ",").map(String.init)
    }

    // MARK: Inside a page token

    /// The search as one text without a bar.
    var text: String {
        var members = parameters.mapValues { JSONValue.string($0) }
        members[Self.time] = .integer(asked.microseconds)
        return JSONValue.object(members).text.replacing("|", with: #"\u007c"#)
    }

    /// Reads a search; `nil` for that of made-up items.
    init?(text: String) {
        guard case .object(var members)? = try? JSONValue(parsing: text.utf8),
            case .integer(let asked)? = members.removeValue(forKey: Self.time)
        else { return nil }
        parameters = members.compactMapValues(\.string)
        self.asked = Instant(microseconds: asked)
    }

    /// No parameter is called so.
    private static let time = "(asked)"
}
