import Hummingbird
import JobModel
import JobStore
import Overview

/// The list of sellers.
struct SellersPage: SitePart {
    static let templates = ["sellers_page": PackageResources.sellers_page_mustache]

    let site: Site

    func add(to router: Router<DashboardContext>) {
        router.get("sellers") { request, context in
            let view = try await view(SellerSearch(request.query))
            return try site.reply(Page("Sellers", in: .sellers, template: "sellers_page", view: view), context)
        }
    }

    private func view(_ search: SellerSearch) async throws -> SellersView {
        let (installation, now) = (site.installation, site.installation.now)
        let configured = await installation.sellers()
        let lister = SellerLister(store: installation.store, configured: configured, now: now)
        let names = try await installation.store.applications().map(\.name)
        return SellersView(
            try await lister.page(search), search, configured: configured,
            applications: Set(names).union(configured.lazy.map(\.key.application)).sorted(), now: now)
    }
}
