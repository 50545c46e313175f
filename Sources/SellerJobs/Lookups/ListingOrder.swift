import JobModel
import OperationCatalogue

/// In which order a listing tells its things, by when they were created, as far as it was read. Pure.
///
/// Amazon promises no order and lists the newest first: that is believed where it was seen.
struct ListingOrder: Sendable, Hashable {
    private var newest: Timestamp?
    /// When the one that was told last was created.
    private var last: Timestamp?
    /// Whether one was younger than the one before it.
    private var hasRisen = false

    init() {}

    /// Whether what follows is no younger than what was told.
    var isNewestFirst: Bool {
        guard let newest, let last else { return false }
        return !hasRisen && last < newest
    }

    /// Whether all that follows was created before `moment`.
    func isPast(_ moment: Timestamp) -> Bool { isNewestFirst && last.map { $0 < moment } ?? false }

    /// A further page was read.
    mutating func take(_ page: JSONValue) {
        guard case .object(let members) = page else { return }
        for case .array(let items) in members.values {
            for created in items.compactMap({ $0.text(at: "createdTime") }).compactMap(Timestamp.init(iso8601:)) {
                if let last, created > last { hasRisen = true }
                newest = newest ?? created
                last = created
            }
        }
    }

    /// Reads what ``json`` wrote.
    init(_ json: JSONValue?) {
        func time(_ name: String) -> Timestamp? { json?[name]?.string.flatMap { Timestamp(iso8601: $0) } }
        newest = time("newest")
        last = time("last")
        hasRisen = json?["risen"] == true
    }

    /// The order as it is stored with a job.
    var json: JSONValue {
        var members: [String: JSONValue] = [:]
        members["newest"] = newest.map { .string($0.iso8601) }
        members["last"] = last.map { .string($0.iso8601) }
        members["risen"] = hasRisen ? true : nil
        return .object(members)
    }
}
