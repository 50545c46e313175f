extension SellingPartnerClient {
    /// The marketplaces of the authorization, by `sellers.getMarketplaceParticipations`. A good first call: it needs no
    /// role and shows that the credentials work.
    ///
    /// - Throws: As ``call(_:parameters:body:dataElements:)``; `DecodingError` for another shape of answer.
    public func marketplaceParticipations() async throws -> [MarketplaceParticipation] {
        try await core.payload(
            "sellers.getMarketplaceParticipations@v1", of: [MarketplaceParticipation].self)
    }
}
