extension SellingPartnerClient {
    /// A listing of the seller, by `listingsItems.getListingsItem` of 2021-08-01.
    ///
    /// The seller's id is taken from ``ClientSettings/sellerID``.
    ///
    /// - Parameters:
    ///   - sku: The seller's SKU.
    ///   - marketplaces: Marketplaces by id or country code; those of the settings when empty.
    ///   - includedData: The parts wanted, for example `issues`; the summaries when empty.
    /// - Throws: ``CallFailure`` with the code `notFound` for an unknown SKU, otherwise as
    ///   ``call(_:parameters:body:dataElements:)``; `DecodingError` for another shape of answer.
    public func listing(
        sku: String, marketplaces: [String] = [], includedData: [String] = []
    ) async throws -> ListingsItem {
        var parameters = CallParameters()
        parameters.set("sku", sku)
        parameters.set("marketplaceIds", marketplaces)
        parameters.set("includedData", includedData)
        return try await core.value(
            "listingsItems.getListingsItem@2021-08-01", parameters.given, as: ListingsItem.self)
    }

    /// Changes attributes of a listing, by `listingsItems.patchListingsItem` of 2021-08-01.
    ///
    /// An answer with the status `INVALID` is returned, not thrown: look at ``ListingSubmission/issues``.
    ///
    /// - Parameters:
    ///   - sku: The seller's SKU.
    ///   - productType: The listing's product type, for example `LUGGAGE`.
    ///   - patches: The changes, at least one.
    ///   - marketplaces: Marketplaces by id or country code; those of the settings when empty.
    ///   - isPreview: Whether Amazon only checks the changes. `false` unless told otherwise.
    /// - Throws: As ``call(_:parameters:body:dataElements:)``; `DecodingError` for another shape of answer. The code
    ///   `doubtful` means that the changes may have been taken: look at the listing before you send them again.
    public func patchListing(
        sku: String, productType: String, patches: [ListingPatch], marketplaces: [String] = [],
        isPreview: Bool = false
    ) async throws -> ListingSubmission {
        struct Body: Encodable {
            var productType: String
            var patches: [ListingPatch]
        }
        var parameters = CallParameters()
        parameters.set("sku", sku)
        parameters.set("marketplaceIds", marketplaces)
        parameters.set("mode", isPreview ? "VALIDATION_PREVIEW" : nil)
        return try await core.value(
            "listingsItems.patchListingsItem@2021-08-01", parameters.given,
            body: Body(productType: productType, patches: patches), as: ListingSubmission.self)
    }
}
