extension Operation {
    /// How a batch is laid out, or `nil` where the answer as a whole tells what became of the call.
    package var batch: BatchShape? { BatchShape.all[name] }
}

extension BatchShape {
    /// The batch operations by their full names. Written by hand: the models do not tell batches from other calls.
    ///
    /// `easyShip.createScheduledPackageBulk` is not among them: its answer lists rejected orders apart, without a word
    /// on which of them to try again, and scheduling twice does harm.
    static let all: [String: BatchShape] = [
        "productPricing.getItemOffersBatch@v0": requests(
            most: 20,
            marks: [
                Mark(.uri(after: "/items/"), "request.Asin"), Mark(.member("MarketplaceId"), "request.MarketplaceId"),
                Mark(.member("ItemCondition"), "request.ItemCondition"),
                Mark(.member("CustomerType"), "request.CustomerType"),
            ]),
        "productPricing.getListingOffersBatch@v0": requests(
            most: 20,
            marks: [
                Mark(.uri(after: "/listings/"), "request.SellerSKU"),
                Mark(.member("MarketplaceId"), "request.MarketplaceId"),
                Mark(.member("ItemCondition"), "request.ItemCondition"),
                Mark(.member("CustomerType"), "request.CustomerType"),
            ]),
        "productPricing.getFeaturedOfferExpectedPriceBatch@2022-05-01": requests(
            most: 40,
            marks: [Mark(.member("sku"), "request.sku"), Mark(.member("marketplaceId"), "request.marketplaceId")]),
        "productPricing.getCompetitiveSummary@2022-05-01": requests(
            most: 20,
            marks: [Mark(.member("asin"), "body.asin"), Mark(.member("marketplaceId"), "body.marketplaceId")]),
        "externalFulfillmentInventory.batchInventory@2024-09-11": requests(
            errors: "body.actionableErrors", most: 10,
            marks: [
                Mark(.uri(after: "skuId="), "body.skuId"), Mark(.uri(after: "locationId="), "body.locationId"),
            ]),
        "productFees.getMyFeesEstimates@v0": BatchShape(
            itemsField: nil, entriesField: nil, statusField: "Status", errorsField: "Error",
            marks: [
                Mark(.member("IdValue"), "FeesEstimateIdentifier.IdValue"),
                Mark(.member("FeesEstimateRequest.Identifier"), "FeesEstimateIdentifier.SellerInputIdentifier"),
                Mark(.member("FeesEstimateRequest.MarketplaceId"), "FeesEstimateIdentifier.MarketplaceId"),
            ], mostItems: 20),
    ]

    /// The usual form: `requests` in the body, `responses` in the answer, each with a status as in HTTP.
    private static func requests(errors: String = "body.errors", most: Int, marks: [Mark]) -> BatchShape {
        BatchShape(
            itemsField: "requests", entriesField: "responses", statusField: "status.statusCode", errorsField: errors,
            marks: marks, mostItems: most)
    }
}
