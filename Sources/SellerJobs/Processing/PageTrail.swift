import OperationCatalogue

/// How far an output has come that is asked for page by page, each page being asked for anew.
struct PageTrail: Sendable, Hashable {
    /// More pages than any answer has: tokens that lead round in a circle end here.
    static let most = 10_000

    /// What the page under way was asked for with; `nil` for the first.
    var token: String?
    /// What the page after it is asked for with; `nil` after the last.
    var next: String?
    /// Bytes of the output that belong to pages that were fetched to their end. What follows them goes.
    var bytes = 0
    /// Pages that have ended.
    var count = 0

    init() {}

    /// Whether the output has, or will have, more than one page.
    var isJoined: Bool { next != nil || bytes > 0 }

    /// Reads what ``json`` wrote.
    init(_ json: JSONValue) {
        token = json["token"]?.string
        next = json["next"]?.string
        if case .integer(let number)? = json["bytes"] { bytes = Int(number) }
        if case .integer(let number)? = json["count"] { count = Int(number) }
    }

    /// The trail as it is stored with the job; `nil` while there is none.
    var json: JSONValue? {
        guard self != PageTrail() else { return nil }
        var members: [String: JSONValue] = ["bytes": .integer(Int64(bytes)), "count": .integer(Int64(count))]
        members["token"] = token.map { .string($0) }
        members["next"] = next.map { .string($0) }
        return .object(members)
    }
}
