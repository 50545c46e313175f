import JobModel
import JobStore
import Overview

/// What the list of events says.
struct EventsView {
    /// A filter by what events are about.
    struct Chip {
        let chipTitle: String
        let chipPath: String
        let isChosen: Bool
    }

    let sellerValue: String
    let topicValue: String?
    let kinds: [FormChoice]
    let chips: [Chip]
    let isFiltered: Bool
    let events: [EventView]
    let hasEvents: Bool
    let lookedThrough: String?
    let hasPages: Bool
    let firstPath: String?
    let nextPath: String?
    let nextText: String
    let emptyTitle: String
    let emptyText: String

    init(_ page: RowPage<EventRow>, _ search: EventsSearch, now: Timestamp) {
        sellerValue = search.seller ?? ""
        topicValue = search.topic?.rawValue
        let offered = search.topic.map { [$0] } ?? EventTopic.allCases
        kinds = FormChoice.list(
            offered.flatMap(\.kinds).map { ($0, FlatObject.words(of: $0)) }.sorted { $0.1 < $1.1 },
            chosen: search.kind)
        let all = Chip(
            chipTitle: "All", chipPath: search.path(about: nil), isChosen: search.topic == nil)
        chips =
            [all]
            + EventTopic.allCases.map {
                Chip(chipTitle: $0.title, chipPath: search.path(about: $0), isChosen: search.topic == $0)
            }
        isFiltered = search.seller != nil || search.kind != nil
        events = page.rows.map { EventView($0, now: now) }
        hasEvents = !events.isEmpty
        let isCut = page.scannedTo != nil && page.rows.count < EventsSearch.pageSize
        lookedThrough =
            isCut
            ? "Looked through \(Words.counted(EventsSearch.mostLooked, "event")); older ones may match too." : nil
        firstPath = search.before == nil ? nil : search.path()
        nextPath = page.scannedTo.map { search.path(before: $0) }
        hasPages = firstPath != nil || nextPath != nil
        nextText = isCut ? "Look further" : "Older events"
        (emptyTitle, emptyText) = Self.empty(search, isCut: isCut)
    }

    private static func empty(_ search: EventsSearch, isCut: Bool) -> (String, String) {
        if isCut { return ("None of these.", "There are older events to look through: look further.") }
        if search.before != nil { return ("That was all.", "Go back to the newest.") }
        if search.isForAll {
            return (
                "Nothing has happened yet.",
                "Events tell of revoked, restored and paused sellers and applications, and of what people did."
            )
        }
        return ("No event fits.", "Take a filter away to see more.")
    }
}
