/// The stock of one SKU in Amazon's warehouses. Everything may be missing.
public struct InventorySummary: Codable, Sendable, Hashable {
    /// Amazon's id of the item.
    public var asin: String?
    /// The id under which Amazon's warehouses keep the item.
    public var fnSku: String?
    /// The seller's id of the item.
    public var sellerSku: String?
    /// For example `NewItem`.
    public var condition: String?
    /// The item's name.
    public var productName: String?
    /// All units, in whatever state.
    public var totalQuantity: Int?
    /// When the numbers last changed, in ISO 8601.
    public var lastUpdatedTime: String?
    /// The units by state. Only when details were asked for.
    public var inventoryDetails: Details?

    /// Units by state.
    public struct Details: Codable, Sendable, Hashable {
        /// Units that can be sold now.
        public var fulfillableQuantity: Int?
        /// Units in shipments that Amazon was told of.
        public var inboundWorkingQuantity: Int?
        /// Units on their way.
        public var inboundShippedQuantity: Int?
        /// Units arrived and not yet counted in.
        public var inboundReceivingQuantity: Int?
        /// Units that are set aside.
        public var reservedQuantity: Reserved?
        /// Units that Amazon looks for.
        public var researchingQuantity: Researching?
        /// Units that cannot be sold.
        public var unfulfillableQuantity: Unfulfillable?
    }

    /// Units that are set aside.
    public struct Reserved: Codable, Sendable, Hashable {
        /// All of them.
        public var totalReservedQuantity: Int?
        /// For orders.
        public var pendingCustomerOrderQuantity: Int?
        /// On their way between warehouses.
        public var pendingTransshipmentQuantity: Int?
        /// Being handled in a warehouse.
        public var fcProcessingQuantity: Int?
    }

    /// Units that Amazon looks for.
    public struct Researching: Codable, Sendable, Hashable {
        /// All of them.
        public var totalResearchingQuantity: Int?
    }

    /// Units that cannot be sold.
    public struct Unfulfillable: Codable, Sendable, Hashable {
        /// All of them.
        public var totalUnfulfillableQuantity: Int?
    }
}
