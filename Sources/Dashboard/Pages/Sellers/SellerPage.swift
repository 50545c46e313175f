import HTTPTypes
import Hummingbird
import JobModel
import JobStore
import Overview

/// One seller: what became of it, and what to do.
struct SellerPage: SitePart {
    static let templates = [
        "seller_page": PackageResources.seller_page_mustache,
        "seller_actions": PackageResources.seller_actions_mustache,
        "seller_choice_page": PackageResources.seller_choice_page_mustache,
    ]

    let site: Site

    func add(to router: Router<DashboardContext>) {
        router.get("sellers/:name") { request, context -> Response in
            let found = try await SellerFinder(site.installation).find(request, context)
            guard found.count == 1, let seller = found.first else {
                let view = SellerChoiceView(found, now: site.installation.now)
                return try site.reply(
                    Page(view.name, in: .sellers, template: "seller_choice_page", view: view), context)
            }
            let view = try await view(seller, probe: request.query["probe"].flatMap { Int64($0) })
            return try site.reply(
                Page("\(seller.key.seller)/\(seller.key.region)", in: .sellers, template: "seller_page", view: view),
                context)
        }
        SellerActions(site: site).add(to: router)
    }

    private func view(_ seller: SellerOverview, probe: Int64?) async throws -> SellerView {
        let sight = try await SellerSight(site.installation, seller)
        let command = if let probe { try await site.installation.store.command(probe) } else { CommandRow?.none }
        return SellerView(sight, probe: command.flatMap { SellerProbe($0, of: seller.key, now: sight.story.now) })
    }
}
