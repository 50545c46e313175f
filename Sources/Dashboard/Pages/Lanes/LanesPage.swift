import Hummingbird
import JobModel
import JobStore

/// The usage plans in force, how much of them is used, and who waits for them.
struct LanesPage: SitePart {
    static let templates = [
        "lanes_page": PackageResources.lanes_page_mustache, "lane_row": PackageResources.lane_row_mustache,
        "lane_plan": PackageResources.lane_plan_mustache, "lane_gauge": PackageResources.lane_gauge_mustache,
    ]

    let site: Site

    func add(to router: Router<DashboardContext>) {
        router.get("lanes") { request, context in
            let view = try await view(LaneQuery(request.query))
            return try site.reply(Page("Lanes", in: .lanes, template: "lanes_page", view: view), context)
        }
        LaneActions(site: site).add(to: router)
    }

    private func view(_ query: LaneQuery) async throws -> LanesView {
        let (store, now) = (site.installation.store, site.installation.now)
        // What stands beside the lanes is told once, not on each page of them.
        let isFirst = query.after == nil
        return LanesView(
            try await store.lanes(matching: query.search), query,
            applications: try await store.applications().map(\.name).sorted(),
            shared: isFirst ? try await store.sharedLimits() : [],
            coolDowns: isFirst ? try await store.coolDowns() : [], now: now)
    }
}
