import HTTPTypes
import JobModel
import JobStore
import Overview

/// The seller that a request names, in one region or in all of its regions.
struct SellerTarget {
    /// No seller has more lanes or rows than this that would be worth telling.
    private static let most = 1000

    private let call: APICall

    init(_ call: APICall) { self.call = call }

    /// The seller with its lanes.
    ///
    /// - Parameter region: `nil` for all regions.
    /// - Throws: `Refusal` with status 404.
    func sellers(region: String?) async throws -> [SellerOverview] {
        let name = try call.required(.seller)
        let configured = await call.installation.sellers().filter { $0.key.seller == name }
        let rows = try await rows(of: name)
        let lanes = try await call.store.lanes(matching: LaneSearch(seller: name, limit: Self.most))
        let all = SellerOverview.all(configured, rows, Dictionary(grouping: lanes) { $0.lane.authorizationID })
        guard !all.isEmpty else { throw Refusal.noSeller(name) }
        let found = all.filter { region == nil || $0.key.region == region }
        guard !found.isEmpty else {
            let regions = Set(all.map(\.key.region)).sorted().joined(separator: ", ")
            throw Refusal(
                .notFound, "Not in this region",
                "The seller '\(name)' is not in region \(region ?? ""), only in \(regions).")
        }
        return found
    }

    /// The list goes on from before the seller's first row.
    private func rows(of name: String) async throws -> [AuthorizationRow] {
        let before = AuthorizationKey(application: "", seller: name, region: "")
        let search = AuthorizationSearch(after: before, limit: 50)
        return try await call.store.authorizations(matching: search).map(\.row).filter { $0.key.seller == name }
    }
}

extension Refusal {
    /// There is no such seller.
    static func noSeller(_ name: String) -> Refusal {
        Refusal(.notFound, "No such seller", "There is no seller '\(name)'.", cure: "GET /api/v1/sellers lists all.")
    }
}
