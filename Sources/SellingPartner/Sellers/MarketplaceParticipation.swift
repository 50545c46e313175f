/// A marketplace that the seller may sell in. Everything may be missing.
public struct MarketplaceParticipation: Codable, Sendable, Hashable {
    /// The marketplace.
    public var marketplace: Place?
    /// Whether the seller sells there.
    public var participation: Participation?
    /// The seller's name there.
    public var storeName: String?

    /// A marketplace.
    public struct Place: Codable, Sendable, Hashable {
        /// The id.
        public var id: String?
        /// The name.
        public var name: String?
        /// The country by ISO 3166, two letters.
        public var countryCode: String?
        /// The currency by ISO 4217.
        public var defaultCurrencyCode: String?
        /// The language, for example `en_US`.
        public var defaultLanguageCode: String?
        /// The address of the website.
        public var domainName: String?
    }

    /// Whether the seller sells there.
    public struct Participation: Codable, Sendable, Hashable {
        /// Whether the seller sells there.
        public var isParticipating: Bool?
        /// Whether listings of the seller are suspended there.
        public var hasSuspendedListings: Bool?
    }
}
