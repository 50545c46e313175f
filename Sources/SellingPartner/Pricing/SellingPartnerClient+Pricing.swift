import OperationCatalogue

extension SellingPartnerClient {
    /// Prices of up to 20 items, by `productPricing.getCompetitiveSummary` of 2022-05-01.
    ///
    /// It is one call for all items, and each has a status of its own: look at ``CompetitiveSummary/isSuccess``.
    ///
    /// - Parameters:
    ///   - asins: Amazon's ids of the items, 1 to 20.
    ///   - marketplace: The marketplace by id or country code.
    ///   - includedData: The parts wanted: `featuredBuyingOptions`, `referencePrices`, `lowestPricedOffers`.
    /// - Returns: The prices, in the order of the ids.
    /// - Throws: As ``call(_:parameters:body:dataElements:)``; `DecodingError` for another shape of answer.
    public func competitiveSummaries(
        asins: [String], marketplace: String, includedData: [String] = ["featuredBuyingOptions", "referencePrices"]
    ) async throws -> [CompetitiveSummary] {
        struct Request: Encodable {
            var asin: String
            var marketplaceId: String
            var includedData: [String]
            var uri = "/products/pricing/2022-05-01/items/competitiveSummary"
            var method = "GET"
        }
        struct Body: Encodable { var requests: [Request] }
        struct Answer: Decodable { var responses: [CompetitiveSummary]? }
        let id = Marketplace.id(marketplace)
        return try await core.value(
            "productPricing.getCompetitiveSummary@2022-05-01",
            body: Body(
                requests: asins.map { Request(asin: $0, marketplaceId: id, includedData: includedData) }),
            as: Answer.self
        ).responses ?? []
    }
}
