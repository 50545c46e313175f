/// One of Amazon's stores that sellers can be authorized for.
public struct Marketplace: Sendable, Hashable {
    /// Amazon's id, for example `ATVPDKIKX0DER`.
    public let id: String
    /// The country as Amazon's page on marketplace ids writes it, for example `DE`; the United Kingdom is `UK`.
    public let countryCode: String
    /// The country's name in English.
    public let name: String
    /// The region whose API host serves the store.
    public let region: Region

    private init(_ id: String, _ countryCode: String, _ name: String, _ region: Region) {
        self.id = id
        self.countryCode = countryCode
        self.name = name
        self.region = region
    }

    /// The 23 marketplaces of Amazon's page on marketplace ids, by region.
    public static let all: [Marketplace] = [
        Marketplace("A2EUQ1WTGCTBG2", "CA", "Canada", .northAmerica),
        Marketplace("ATVPDKIKX0DER", "US", "United States", .northAmerica),
        Marketplace("A1AM78C64UM0Y8", "MX", "Mexico", .northAmerica),
        Marketplace("A2Q3Y263D00KWC", "BR", "Brazil", .northAmerica),
        Marketplace("A28R8C7NBKEWEA", "IE", "Ireland", .europe),
        Marketplace("A1RKKUPIHCS9HS", "ES", "Spain", .europe),
        Marketplace("A1F83G8C2ARO7P", "UK", "United Kingdom", .europe),
        Marketplace("A13V1IB3VIYZZH", "FR", "France", .europe),
        Marketplace("AMEN7PMS3EDWL", "BE", "Belgium", .europe),
        Marketplace("A1805IZSGTT6HS", "NL", "Netherlands", .europe),
        Marketplace("A1PA6795UKMFR9", "DE", "Germany", .europe),
        Marketplace("APJ6JRA9NG5V4", "IT", "Italy", .europe),
        Marketplace("A2NODRKZP88ZB9", "SE", "Sweden", .europe),
        Marketplace("AE08WJ6YKNBMC", "ZA", "South Africa", .europe),
        Marketplace("A1C3SOZRARQ6R3", "PL", "Poland", .europe),
        Marketplace("ARBP9OOSHTCHU", "EG", "Egypt", .europe),
        Marketplace("A33AVAJ2PDY3EV", "TR", "Turkey", .europe),
        Marketplace("A17E79C6D8DWNP", "SA", "Saudi Arabia", .europe),
        Marketplace("A2VIGQ35RCS4UG", "AE", "United Arab Emirates", .europe),
        Marketplace("A21TJRUUN4KGV", "IN", "India", .europe),
        Marketplace("A19VAU5U5O7RUS", "SG", "Singapore", .farEast),
        Marketplace("A39IBJ37TRP1C6", "AU", "Australia", .farEast),
        Marketplace("A1VC38T7YXB528", "JP", "Japan", .farEast),
    ]

    /// The marketplace with this id or country code, whatever the case of the letters; `GB` means `UK`.
    ///
    /// - Returns: `nil` when no marketplace is meant.
    public static func named(_ text: String) -> Marketplace? {
        byKey[text.uppercased()]
    }

    private static let byKey: [String: Marketplace] = {
        var byKey: [String: Marketplace] = [:]
        for marketplace in all {
            byKey[marketplace.id] = marketplace
            byKey[marketplace.countryCode] = marketplace
        }
        // Amazon writes UK where the ISO standard has GB; users write both.
        byKey["GB"] = byKey["UK"]
        return byKey
    }()
}
