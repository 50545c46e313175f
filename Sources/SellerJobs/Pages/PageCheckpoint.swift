import OperationCatalogue
import SellingPartner

/// How far a listing has been read: what a later run, after a pause or a crash, needs to go on.
struct PageCheckpoint: Sendable, Hashable {
    /// The next page to read.
    var position = PagePosition.first
    /// The output's path relative to the output directory; `nil` before the first page.
    var path: String?
    /// Bytes of the output that belong to pages that were read to their end. What follows them goes.
    var bytes = 0
    /// Pages that were read.
    var pages = 0
    /// Items in them.
    var items = 0
    /// How often the listing was begun anew because its page token was refused.
    var restarts = 0
    /// The SHA-256 of the complete output, written down before it gets its name: so that a run that finds the name taken knows
    /// its own file.
    var finishing: String?

    init() {}

    /// Reads what an earlier run wrote. `nil` for a text that is no checkpoint of a listing.
    init?(_ text: String) {
        guard let value = try? JSONValue(parsing: text.utf8) else { return nil }
        func count(_ name: String) -> Int { if case .integer(let count)? = value[name] { Int(count) } else { 0 } }
        switch (value["token"], value["offset"]) {
        case (.string(let token)?, _): position = .token(token)
        case (_, .integer(let offset)?): position = .offset(Int(offset))
        default: position = .first
        }
        guard case .integer? = value["pages"] else { return nil }
        path = value["path"]?.string
        bytes = count("bytes")
        pages = count("pages")
        items = count("items")
        restarts = count("restarts")
        finishing = value["finishing"]?.string
    }

    /// The text that is stored with the job.
    var text: String {
        var members = counts
        switch position {
        case .first: break
        case .token(let token): members["token"] = .string(token)
        case .offset(let offset): members["offset"] = .integer(Int64(offset))
        }
        if let path { members["path"] = .string(path) }
        if let finishing { members["finishing"] = .string(finishing) }
        members["bytes"] = .integer(Int64(bytes))
        return JSONValue.object(members).text
    }

    /// What people and programs are shown.
    var progress: String { JSONValue.object(counts).text }

    private var counts: [String: JSONValue] {
        ["pages": .integer(Int64(pages)), "items": .integer(Int64(items)), "restarts": .integer(Int64(restarts))]
    }

    /// The listing from its beginning, once more.
    func restarted() -> PageCheckpoint {
        var fresh = PageCheckpoint()
        fresh.path = path
        fresh.restarts = restarts + 1
        return fresh
    }
}
