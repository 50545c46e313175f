import JobModel
import JobStore
import Overview

/// Which events somebody wants to see, as the address says it.
struct EventsSearch: Sendable, Hashable {
    /// So many are shown at once.
    static let pageSize = 50
    /// So many are looked through for a page.
    static let mostLooked = 50_000
    private static let longestText = 200

    var seller: String?
    var topic: EventTopic?
    var kind: String?
    /// The last one of the page before.
    var before: Int64?

    /// Reads an address; what it says in vain counts as not said.
    init(_ query: FormValues) {
        seller = query["seller"].map { String($0.prefix(Self.longestText)) }
        topic = query["topic"].flatMap { EventTopic(rawValue: $0) }
        kind = query["kind"].map { String($0.prefix(Self.longestText)) }
        before = query["before"].flatMap { Int64($0) }
    }

    /// Whether all events are wanted.
    var isForAll: Bool { seller == nil && topic == nil && kind == nil }

    /// The address of the same search.
    func path(before: Int64? = nil) -> String {
        Links.list(
            .events,
            [
                "seller": seller, "topic": topic?.rawValue, "kind": kind, "before": before.map { "\($0)" },
            ])
    }

    /// The address of the same search about something else.
    func path(about topic: EventTopic?) -> String {
        var search = self
        search.topic = topic
        search.kind = nil
        return search.path()
    }

    /// What stores are asked for.
    var search: EventSearch {
        let kinds: Set<String> = kind.map { [$0] } ?? topic.map { Set($0.kinds) } ?? []
        return EventSearch(seller: seller, kinds: kinds, beforeID: before, limit: Self.pageSize)
    }
}
