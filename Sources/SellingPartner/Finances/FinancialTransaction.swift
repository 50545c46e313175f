/// A booking of the seller's account with Amazon. Everything may be missing.
public struct FinancialTransaction: Codable, Sendable, Hashable {
    /// Amazon's id of the booking.
    public var transactionId: String?
    /// For example `Shipment`, `Refund`.
    public var transactionType: String?
    /// For example `RELEASED`, `DEFERRED`.
    public var transactionStatus: String?
    /// What it is, for people.
    public var description: String?
    /// When it was booked, in ISO 8601.
    public var postedDate: String?
    /// The amount; negative when it is charged.
    public var totalAmount: Money?
    /// What it belongs to, for example an order.
    public var relatedIdentifiers: [RelatedIdentifier]?
    /// The marketplace.
    public var marketplaceDetails: MarketplaceDetails?
    /// How the amount comes about, as it came.
    public var breakdowns: OpenValue?
    /// The items it is about, as they came.
    public var items: OpenValue?

    /// Something that a booking belongs to.
    public struct RelatedIdentifier: Codable, Sendable, Hashable {
        /// For example `ORDER_ID`.
        public var relatedIdentifierName: String?
        /// The id.
        public var relatedIdentifierValue: String?
    }

    /// The marketplace of a booking.
    public struct MarketplaceDetails: Codable, Sendable, Hashable {
        /// The marketplace's id.
        public var marketplaceId: String?
        /// The marketplace's name.
        public var marketplaceName: String?
    }
}
