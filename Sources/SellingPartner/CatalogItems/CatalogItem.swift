/// An item of Amazon's catalogue. Everything may be missing: parts come only when they are asked for.
public struct CatalogItem: Codable, Sendable, Hashable {
    /// Amazon's id of the item.
    public var asin: String?
    /// The item's attributes by name, in the shape of its product type. Asked for with `attributes`.
    public var attributes: [String: OpenValue]?
    /// Asked for with `summaries`, and by default.
    public var summaries: [Summary]?
    /// Asked for with `identifiers`.
    public var identifiers: [Identifiers]?
    /// Asked for with `images`.
    public var images: [Images]?
    /// Asked for with `productTypes`.
    public var productTypes: [ProductType]?
    /// Asked for with `salesRanks`.
    public var salesRanks: [SalesRanks]?

    /// The essentials in one marketplace.
    public struct Summary: Codable, Sendable, Hashable {
        /// The marketplace's id.
        public var marketplaceId: String?
        /// The item's name.
        public var itemName: String?
        /// The brand.
        public var brand: String?
        /// The manufacturer.
        public var manufacturer: String?
        /// The manufacturer's number of the model.
        public var modelNumber: String?
        /// The manufacturer's number of the part.
        public var partNumber: String?
        /// The colour.
        public var color: String?
        /// The size.
        public var size: String?
        /// The style.
        public var style: String?
        /// Units in a package.
        public var packageQuantity: Int?
        /// For example `BASE_PRODUCT`.
        public var itemClassification: String?
    }

    /// The numbers of an item in one marketplace.
    public struct Identifiers: Codable, Sendable, Hashable {
        /// The marketplace's id.
        public var marketplaceId: String?
        /// The numbers.
        public var identifiers: [Identifier]?
    }

    /// A number of an item.
    public struct Identifier: Codable, Sendable, Hashable {
        /// For example `EAN`.
        public var identifierType: String?
        /// The number.
        public var identifier: String?
    }

    /// The pictures in one marketplace.
    public struct Images: Codable, Sendable, Hashable {
        /// The marketplace's id.
        public var marketplaceId: String?
        /// The pictures.
        public var images: [Image]?
    }

    /// A picture.
    public struct Image: Codable, Sendable, Hashable {
        /// For example `MAIN`.
        public var variant: String?
        /// The address.
        public var link: String?
        /// The height in pixels.
        public var height: Int?
        /// The width in pixels.
        public var width: Int?
    }

    /// The product type in one marketplace.
    public struct ProductType: Codable, Sendable, Hashable {
        /// The marketplace's id.
        public var marketplaceId: String?
        /// The product type, for example `LUGGAGE`.
        public var productType: String?
    }

    /// The ranks in one marketplace.
    public struct SalesRanks: Codable, Sendable, Hashable {
        /// The marketplace's id.
        public var marketplaceId: String?
        /// The ranks in classifications.
        public var classificationRanks: [Rank]?
        /// The ranks in groups of the website.
        public var displayGroupRanks: [Rank]?
    }

    /// A rank, 1 being the best.
    public struct Rank: Codable, Sendable, Hashable {
        /// The name, for people.
        public var title: String?
        /// The address.
        public var link: String?
        /// The rank.
        public var rank: Int?
    }
}
