/// Prices of one item, and whether they could be had. Everything may be missing.
public struct CompetitiveSummary: Codable, Sendable, Hashable {
    /// The status of this item within the batch.
    public var status: Status?
    /// The prices, or why there are none.
    public var body: Body?

    /// Whether the prices of the item could be had.
    public var isSuccess: Bool { (200..<300).contains(status?.statusCode ?? 0) }

    /// The status of an item.
    public struct Status: Codable, Sendable, Hashable {
        /// As in HTTP: 200 is a success.
        public var statusCode: Int?
        /// The status in words.
        public var reasonPhrase: String?
    }

    /// The prices of an item.
    public struct Body: Codable, Sendable, Hashable {
        /// Amazon's id of the item.
        public var asin: String?
        /// The marketplace's id.
        public var marketplaceId: String?
        /// Asked for with `featuredBuyingOptions`.
        public var featuredBuyingOptions: [FeaturedBuyingOption]?
        /// Asked for with `lowestPricedOffers`.
        public var lowestPricedOffers: [LowestPricedOffers]?
        /// Asked for with `referencePrices`.
        public var referencePrices: [ReferencePrice]?
        /// Why there are no prices.
        public var errors: [AnswerIssue]?
    }

    /// An offer that is shown first.
    public struct FeaturedBuyingOption: Codable, Sendable, Hashable {
        /// For example `New`.
        public var buyingOptionType: String?
        /// The offers, one for each group of customers.
        public var segmentedFeaturedOffers: [Offer]?
    }

    /// The lowest offers of one kind.
    public struct LowestPricedOffers: Codable, Sendable, Hashable {
        /// The offers.
        public var offers: [Offer]?
    }

    /// One offer.
    public struct Offer: Codable, Sendable, Hashable {
        /// Amazon's id of the seller.
        public var sellerId: String?
        /// For example `New`.
        public var condition: String?
        /// For example `Good`.
        public var subCondition: String?
        /// `AFN` is fulfilled by Amazon, `MFN` by the merchant.
        public var fulfillmentType: String?
        /// The price without shipping.
        public var listingPrice: Money?
        /// The ways of shipping.
        public var shippingOptions: [Shipping]?
    }

    /// A way of shipping.
    public struct Shipping: Codable, Sendable, Hashable {
        /// For example `DEFAULT`.
        public var shippingOptionType: String?
        /// The price.
        public var price: Money?
    }

    /// A price to compare with.
    public struct ReferencePrice: Codable, Sendable, Hashable {
        /// For example `CompetitivePriceThreshold`.
        public var name: String?
        /// The price.
        public var price: Money?
    }
}
