import Hummingbird
import JobModel
import JobStore
import Overview

/// The first page: whether it works, who is stuck and why, and what to do.
struct OverviewPage: SitePart {
    static let templates = ["overview_page": PackageResources.overview_page_mustache]

    let site: Site
    private let shared: SharedLook<OverviewSight>

    init(site: Site) {
        self.site = site
        shared = SharedLook(timekeeper: site.installation.timekeeper)
    }

    func add(to router: Router<DashboardContext>) {
        router.get("/") { request, context in
            let installation = site.installation
            let sight = try await shared.value { try await OverviewSight(installation) }
            let span = Trends.Span(rawValue: request.query["span"] ?? "") ?? .hour
            return try site.reply(
                Page("Overview", in: .overview, template: "overview_page", view: OverviewView(sight, span)), context)
        }
    }
}
