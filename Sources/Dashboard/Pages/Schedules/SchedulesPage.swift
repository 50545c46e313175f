import Hummingbird
import JobModel
import JobStore

/// The definitions in `jobs/`: when they fire, and how it went.
struct SchedulesPage: SitePart {
    static let templates = [
        "schedules_page": PackageResources.schedules_page_mustache,
        "definition_line": PackageResources.definition_line_mustache,
        "schedule_timing": PackageResources.schedule_timing_mustache,
    ]

    let site: Site
    /// The numbers of all definitions: for many sellers it takes a while to look them up.
    private let look: SharedLook<[ScheduleSummary]>

    init(site: Site) {
        self.site = site
        look = SharedLook(timekeeper: site.installation.timekeeper)
    }

    func add(to router: Router<DashboardContext>) {
        router.get("schedules") { _, context in
            try site.reply(
                Page("Schedules", in: .schedules, template: "schedules_page", view: try await view()), context)
        }
    }

    private func view() async throws -> SchedulesView {
        let (store, now) = (site.installation.store, site.installation.now)
        let summaries = try await look.value { try await store.scheduleSummaries() }
        var sellers: [String: [ScheduleStanding]] = [:]
        for summary in summaries where (1...ResultStrip.most).contains(summary.sellers) {
            sellers[summary.definition] = try await store.schedules(
                matching: ScheduleSearch(definition: summary.definition, limit: ResultStrip.most))
        }
        return SchedulesView(await site.installation.definitions(), summaries, sellers: sellers, now: now)
    }
}
