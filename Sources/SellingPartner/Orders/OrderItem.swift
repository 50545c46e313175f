/// One item of an order. Everything may be missing.
public struct OrderItem: Codable, Sendable, Hashable {
    /// Amazon's id of the item, unique within its order.
    public var orderItemId: String?
    /// How many were ordered.
    public var quantityOrdered: Int?
    /// What was ordered.
    public var product: Product?
    /// What the item brings in. Asked for with `PROCEEDS`.
    public var proceeds: Proceeds?
    /// How far the item is. Asked for with `FULFILLMENT`.
    public var fulfillment: Fulfillment?

    /// What was ordered.
    public struct Product: Codable, Sendable, Hashable {
        /// Amazon's id of the item.
        public var asin: String?
        /// The seller's id of the item.
        public var sellerSku: String?
        /// The name, for people.
        public var title: String?
        /// The price.
        public var price: Price?

        /// The price of one.
        public struct Price: Codable, Sendable, Hashable {
            /// The price of one unit.
            public var unitPrice: Money?
        }
    }

    /// What an item brings in.
    public struct Proceeds: Codable, Sendable, Hashable {
        /// The sum.
        public var proceedsTotal: Money?
        /// Its parts.
        public var breakdowns: [Breakdown]?

        /// A part of the sum.
        public struct Breakdown: Codable, Sendable, Hashable {
            /// For example `ITEM` or `TAX`.
            public var type: String?
            /// The amount.
            public var subtotal: Money?
        }
    }

    /// How far an item is.
    public struct Fulfillment: Codable, Sendable, Hashable {
        /// Units sent.
        public var quantityFulfilled: Int?
        /// Units not sent yet.
        public var quantityUnfulfilled: Int?
    }
}
