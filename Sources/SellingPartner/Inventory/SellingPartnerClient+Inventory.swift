import OperationCatalogue

extension SellingPartnerClient {
    /// The stock in Amazon's warehouses for one marketplace, by `fbaInventory.getInventorySummaries`, page after page.
    ///
    /// Page tokens are valid for 30 seconds: take the items quickly, or put them aside.
    ///
    /// - Parameters:
    ///   - marketplace: The marketplace by id or country code.
    ///   - details: Whether units are told by state. `true` unless told otherwise.
    ///   - skus: The seller's SKUs, at most 50; all when empty.
    ///   - changedAfter: Only what changed since, in ISO 8601, at most 18 months ago.
    /// - Returns: The summaries. Iterating throws as ``PagedItems`` says.
    public func inventorySummaries(
        marketplace: String, details: Bool = true, skus: [String] = [], changedAfter: String? = nil
    ) -> PagedItems<InventorySummary> {
        var parameters = CallParameters()
        parameters.set("marketplaceIds", [marketplace])
        parameters.set("granularityType", "Marketplace")
        // Not checked as a marketplace by the catalogue, so a country code is translated here.
        parameters.set("granularityId", Marketplace.id(marketplace))
        parameters.set("details", details ? "true" : "false")
        parameters.set("sellerSkus", skus)
        parameters.set("startDateTime", changedAfter)
        return pages("fbaInventory.getInventorySummaries@v1", parameters: parameters.given)
            .items(as: InventorySummary.self)
    }
}
