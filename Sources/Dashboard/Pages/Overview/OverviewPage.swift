import Hummingbird
import JobModel
import JobStore

/// The first page: whether it works, and who is stuck.
struct OverviewPage: SitePart {
    static let templates = ["overview_page": PackageResources.overview_page_mustache]

    /// The most sellers that are listed here; the page of sellers has them all.
    private static let listed = 20

    let site: Site

    func add(to router: Router<DashboardContext>) {
        router.get("/") { _, context in
            try site.reply(
                Page("Overview", in: .overview, template: "overview_page", view: try await view()), context)
        }
    }

    private func view() async throws -> OverviewView {
        let store = site.installation.store
        return OverviewView(
            holder: try await site.installation.workerHolder(), counts: try await store.counts(),
            workers: try await store.workers(), troubled: try await store.troubledAuthorizations(),
            newInboxRows: try await store.inboxCount(status: "new"), limit: Self.listed, now: site.installation.now)
    }
}
