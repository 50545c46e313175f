extension SellingPartnerClient {
    /// An item of the catalogue, by `catalogItems.getCatalogItem` of 2022-04-01.
    ///
    /// - Parameters:
    ///   - asin: Amazon's id of the item.
    ///   - marketplaces: Marketplaces by id or country code; those of the settings when empty.
    ///   - includedData: The parts wanted, for example `attributes`; the summaries when empty.
    /// - Throws: ``CallFailure`` with the code `notFound` for an unknown item, otherwise as
    ///   ``call(_:parameters:body:dataElements:)``; `DecodingError` for another shape of answer.
    public func catalogItem(
        _ asin: String, marketplaces: [String] = [], includedData: [String] = []
    ) async throws -> CatalogItem {
        var parameters = CallParameters()
        parameters.set("asin", asin)
        parameters.set("marketplaceIds", marketplaces)
        parameters.set("includedData", includedData)
        return try await core.value(
            "catalogItems.getCatalogItem@2022-04-01", parameters.given, as: CatalogItem.self)
    }

    /// Items of the catalogue that words describe, by `catalogItems.searchCatalogItems` of 2022-04-01.
    ///
    /// - Parameters:
    ///   - keywords: 1 to 20 words.
    ///   - marketplace: The marketplace by id or country code.
    ///   - includedData: The parts wanted; the summaries when empty.
    /// - Returns: The items, page after page. Iterating throws as ``PagedItems`` says.
    public func catalogItems(
        keywords: [String], marketplace: String, includedData: [String] = []
    ) -> PagedItems<CatalogItem> {
        var parameters = CallParameters()
        parameters.set("keywords", keywords)
        parameters.set("marketplaceIds", [marketplace])
        parameters.set("includedData", includedData)
        return pages("catalogItems.searchCatalogItems@2022-04-01", parameters: parameters.given)
            .items(as: CatalogItem.self)
    }

    /// Items of the catalogue by their numbers, by `catalogItems.searchCatalogItems` of 2022-04-01.
    ///
    /// - Parameters:
    ///   - identifiers: 1 to 20 numbers.
    ///   - type: What they are, for example `EAN`, `UPC` or `SKU`.
    ///   - marketplace: The marketplace by id or country code.
    ///   - includedData: The parts wanted; the summaries when empty.
    /// - Returns: The items, page after page. Iterating throws as ``PagedItems`` says.
    public func catalogItems(
        identifiers: [String], type: String, marketplace: String, includedData: [String] = []
    ) -> PagedItems<CatalogItem> {
        var parameters = CallParameters()
        parameters.set("identifiers", identifiers)
        parameters.set("identifiersType", type)
        parameters.set("marketplaceIds", [marketplace])
        parameters.set("includedData", includedData)
        // Amazon wants to know whose SKUs are meant.
        if type == "SKU" { parameters.set("sellerId", core.settings.sellerID) }
        return pages("catalogItems.searchCatalogItems@2022-04-01", parameters: parameters.given)
            .items(as: CatalogItem.self)
    }
}
