/// An order, as the Orders API of 2026-01-01 tells it. Everything may be missing: parts come only when they are asked
/// for, and words such as statuses are open, for more may come.
public struct Order: Codable, Sendable, Hashable {
    /// Amazon's id of the order, for example `123-1234567-1234567`.
    public var orderId: String?
    /// When the order was placed, in ISO 8601.
    public var createdTime: String?
    /// When the order last changed, in ISO 8601.
    public var lastUpdatedTime: String?
    /// Programmes that the order belongs to, for example `PRIME`.
    public var programs: [String]?
    /// Where the order was placed.
    public var salesChannel: SalesChannel?
    /// The buyer. Asked for with `BUYER`; needs a role for personal data.
    public var buyer: Buyer?
    /// Where the order goes. Asked for with `RECIPIENT`; needs a role for personal data.
    public var recipient: Recipient?
    /// What the order brings in. Asked for with `PROCEEDS`.
    public var proceeds: Proceeds?
    /// How far the order is. Asked for with `FULFILLMENT`.
    public var fulfillment: Fulfillment?
    /// The items.
    public var orderItems: [OrderItem]?
    /// The parcels. Asked for with `PACKAGES`.
    public var packages: [Package]?

    /// Where an order was placed.
    public struct SalesChannel: Codable, Sendable, Hashable {
        /// For example `AMAZON`.
        public var channelName: String?
        /// The marketplace's id.
        public var marketplaceId: String?
        /// The marketplace's name.
        public var marketplaceName: String?
    }

    /// The buyer of an order. Personal data.
    public struct Buyer: Codable, Sendable, Hashable {
        /// The buyer's name.
        public var buyerName: String?
        /// An address at Amazon that reaches the buyer.
        public var buyerEmail: String?
        /// The buyer's company.
        public var buyerCompanyName: String?
        /// The buyer's own number of the order.
        public var buyerPurchaseOrderNumber: String?
    }

    /// Where an order goes. Personal data.
    public struct Recipient: Codable, Sendable, Hashable {
        /// The address.
        public var deliveryAddress: Address?
    }

    /// A postal address.
    public struct Address: Codable, Sendable, Hashable {
        /// The name.
        public var name: String?
        /// The company.
        public var companyName: String?
        /// The first line.
        public var addressLine1: String?
        /// The second line.
        public var addressLine2: String?
        /// The third line.
        public var addressLine3: String?
        /// The town.
        public var city: String?
        /// The district.
        public var districtOrCounty: String?
        /// The state.
        public var stateOrRegion: String?
        /// The municipality.
        public var municipality: String?
        /// The postal code.
        public var postalCode: String?
        /// The country by ISO 3166, two letters.
        public var countryCode: String?
        /// The telephone number.
        public var phone: String?
        /// For example `RESIDENTIAL`.
        public var addressType: String?
    }

    /// What an order brings in.
    public struct Proceeds: Codable, Sendable, Hashable {
        /// The sum.
        public var grandTotal: Money?
    }

    /// How far an order is.
    public struct Fulfillment: Codable, Sendable, Hashable {
        /// For example `UNSHIPPED`.
        public var fulfillmentStatus: String?
        /// `MERCHANT` or `AMAZON`.
        public var fulfilledBy: String?
        /// How fast, for example `STANDARD`.
        public var fulfillmentServiceLevel: String?
        /// When it must be sent.
        public var shipByWindow: Window?
        /// When it must arrive.
        public var deliverByWindow: Window?
    }

    /// A span of time, in ISO 8601.
    public struct Window: Codable, Sendable, Hashable {
        /// The beginning.
        public var earliestDateTime: String?
        /// The end.
        public var latestDateTime: String?
    }

    /// A parcel.
    public struct Package: Codable, Sendable, Hashable {
        /// The seller's id of the parcel.
        public var packageReferenceId: String?
        /// Who carries it.
        public var carrier: String?
        /// The carrier's service.
        public var shippingService: String?
        /// The carrier's number of the parcel.
        public var trackingNumber: String?
        /// When it was sent, in ISO 8601.
        public var shipTime: String?
        /// How far it is.
        public var packageStatus: Status?

        /// How far a parcel is.
        public struct Status: Codable, Sendable, Hashable {
            /// The word for it.
            public var status: String?
            /// A more exact word.
            public var detailedStatus: String?
        }
    }
}
