import Hummingbird
import JobModel
import JobStore

/// What happened, and what people did.
struct EventsPage: SitePart {
    static let templates = ["events_page": PackageResources.events_page_mustache]

    let site: Site

    func add(to router: Router<DashboardContext>) {
        router.get("/events") { request, context in
            let search = EventsSearch(request.query)
            let page = try await site.installation.store.events(
                matching: search.search, lookingThrough: EventsSearch.mostLooked)
            let view = EventsView(page, search, now: site.installation.now)
            return try site.reply(Page("Events", in: .events, template: "events_page", view: view), context)
        }
    }
}
