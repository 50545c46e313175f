/// A seller's listing. Everything may be missing: parts come only when they are asked for.
public struct ListingsItem: Codable, Sendable, Hashable {
    /// The seller's id of the item.
    public var sku: String?
    /// Asked for with `summaries`, and by default.
    public var summaries: [Summary]?
    /// The listing's attributes by name, in the shape of its product type. Asked for with `attributes`.
    public var attributes: [String: OpenValue]?
    /// What is wrong with the listing. Asked for with `issues`.
    public var issues: [AnswerIssue]?
    /// Asked for with `offers`.
    public var offers: [Offer]?
    /// The stock. Asked for with `fulfillmentAvailability`.
    public var fulfillmentAvailability: [Availability]?

    /// The essentials in one marketplace.
    public struct Summary: Codable, Sendable, Hashable {
        /// The marketplace's id.
        public var marketplaceId: String?
        /// Amazon's id of the item.
        public var asin: String?
        /// The product type, for example `LUGGAGE`.
        public var productType: String?
        /// For example `new_new`.
        public var conditionType: String?
        /// For example `BUYABLE`, `DISCOVERABLE`.
        public var status: [String]?
        /// The item's name.
        public var itemName: String?
        /// When it was created, in ISO 8601.
        public var createdDate: String?
        /// When it last changed, in ISO 8601.
        public var lastUpdatedDate: String?
    }

    /// An offer in one marketplace.
    public struct Offer: Codable, Sendable, Hashable {
        /// The marketplace's id.
        public var marketplaceId: String?
        /// `B2C` or `B2B`.
        public var offerType: String?
        /// The price.
        public var price: Money?
    }

    /// The stock in one channel.
    public struct Availability: Codable, Sendable, Hashable {
        /// The channel, for example `DEFAULT` for the seller's own stock.
        public var fulfillmentChannelCode: String?
        /// Units.
        public var quantity: Int?
    }
}

/// What became of a change to a listing.
public struct ListingSubmission: Codable, Sendable, Hashable {
    /// The seller's id of the item.
    public var sku: String?
    /// `ACCEPTED`, `INVALID`, or `VALID` for a preview. Accepted is not yet done: look at the listing later.
    public var status: String?
    /// Amazon's id of the change.
    public var submissionId: String?
    /// What is wrong with the change.
    public var issues: [AnswerIssue]?
}
