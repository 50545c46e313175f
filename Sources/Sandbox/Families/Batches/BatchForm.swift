import OperationCatalogue

/// What the items of a batch are about, and how they are answered.
enum BatchForm: String {
    case itemOffers = "productPricing.getItemOffersBatch"
    case listingOffers = "productPricing.getListingOffersBatch"
    case expectedPrices = "productPricing.getFeaturedOfferExpectedPriceBatch"
    case summaries = "productPricing.getCompetitiveSummary"
    case inventory = "externalFulfillmentInventory.batchInventory"
    case fees = "productFees.getMyFeesEstimates"

    /// The most items of a call.
    var most: Int {
        switch self {
        case .itemOffers, .listingOffers, .summaries, .fees: 20
        case .expectedPrices: 40
        case .inventory: 10
        }
    }

    /// Whether two equal items are refused, and all others with them.
    var refusesRepetitions: Bool { self == .itemOffers || self == .listingOffers }

    /// The items of a body, or `nil` when it has no list of them.
    func items(in body: JSONValue?) -> [JSONValue]? {
        let list = self == .fees ? body : body?["requests"]
        guard case .array(let items)? = list, !items.isEmpty else { return nil }
        return items
    }

    /// The ASIN or SKU of an item, or `nil` when it has none.
    func name(of item: JSONValue) -> String? {
        switch self {
        case .itemOffers: segment(of: item, after: "/products/pricing/v0/items/")
        case .listingOffers: segment(of: item, after: "/products/pricing/v0/listings/")
        case .expectedPrices: item["sku"]?.string
        case .summaries: item["asin"]?.string
        case .inventory: parameter("skuId", of: item)
        case .fees: item["IdValue"]?.string
        }
    }

    private func segment(of item: JSONValue, after start: String) -> String? {
        guard let uri = item["uri"]?.string, uri.hasPrefix(start), uri.hasSuffix("/offers") else { return nil }
        let name = uri.dropFirst(start.count).dropLast("/offers".count)
        return name.isEmpty || name.contains("/") ? nil : QueryText.decoded(name)
    }

    /// A parameter in the query of an item's `uri`.
    func parameter(_ name: String, of item: JSONValue) -> String? {
        guard let uri = item["uri"]?.string, let mark = uri.firstIndex(of: "?") else { return nil }
        return QueryText.items(of: uri[uri.index(after: mark)...])?.first { $0.name == name }?.value
    }
}
