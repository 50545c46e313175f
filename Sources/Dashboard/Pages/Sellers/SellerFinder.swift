import Hummingbird
import JobModel
import JobStore
import Overview

/// Finds the sellers that an address means.
struct SellerFinder {
    /// The most authorizations of one name that are told apart.
    private static let most = 50

    private let installation: any Installation

    init(_ installation: any Installation) { self.installation = installation }

    /// Every seller of the name that the address gives, in the region and with the application that it may give too.
    ///
    /// - Throws: A refusal with status 404 when there is none.
    func find(_ request: Request, _ context: DashboardContext) async throws -> [SellerOverview] {
        let name = try context.name("name")
        let (region, application) = (request.query["region"], request.query["application"])
        let isMeant = { (key: AuthorizationKey) in
            key.seller == name && (region.map { $0 == key.region } ?? true)
                && (application.map { $0 == key.application } ?? true)
        }
        let configured = await installation.sellers().filter { isMeant($0.key) }
        let rows = try await installation.store.authorizations(matching: search(name, region, application))
            .map(\.row).filter { isMeant($0.key) }
        let found = SellerOverview.all(configured, rows, [:])
        guard !found.isEmpty else {
            throw Refusal.notFound(
                "There is no seller '\(name.cut(to: 60))'\(region.map { " in region \($0.cut(to: 10))" } ?? ""), neither "
                    + "in the configuration nor in the queue.")
        }
        return found
    }

    /// The seller that the address means.
    ///
    /// - Throws: A refusal with status 404 when there is none, or when there are several.
    func only(_ request: Request, _ context: DashboardContext) async throws -> SellerOverview {
        let found = try await find(request, context)
        guard found.count == 1 else {
            throw Refusal.notFound("There are \(found.count) sellers of this name; say the region and the application.")
        }
        return found[0]
    }

    private func search(_ name: String, _ region: String?, _ application: String?) -> AuthorizationSearch {
        if let region, let application {
            return AuthorizationSearch(
                keys: [AuthorizationKey(application: application, seller: name, region: region)], limit: 1)
        }
        // The list is in the order of names, and nothing of the name comes before this.
        return AuthorizationSearch(after: AuthorizationKey(application: "", seller: name, region: ""), limit: Self.most)
    }
}
