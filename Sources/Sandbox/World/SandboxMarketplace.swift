package import OperationCatalogue

/// A marketplace as the sandbox knows it.
///
/// The table is the sandbox's own, from Amazon's page on marketplace ids: a client that has a wrong id must not find the
/// same mistake here.
package struct SandboxMarketplace: Sendable, Hashable {
    /// Amazon's id.
    package let id: String
    /// The country code of Amazon's page.
    package let country: String
    /// The country's name.
    package let name: String
    /// The region in which calls about it are made.
    package let region: Region
    /// The store's domain without `www.`.
    package let domain: String
    /// The store's currency.
    package let currency: String
    /// The store's main language.
    package let language: String

    private init(
        _ id: String, _ country: String, _ name: String, _ region: Region, _ domain: String, _ currency: String,
        _ language: String
    ) {
        self.id = id
        self.country = country
        self.name = name
        self.region = region
        self.domain = domain
        self.currency = currency
        self.language = language
    }

    /// Every marketplace.
    package static let all: [SandboxMarketplace] = [
        .init("A2EUQ1WTGCTBG2", "CA", "Canada", .northAmerica, "amazon.ca", "CAD", "en_CA"),
        .init("ATVPDKIKX0DER", "US", "United States", .northAmerica, "amazon.com", "USD", "en_US"),
        .init("A1AM78C64UM0Y8", "MX", "Mexico", .northAmerica, "amazon.com.mx", "MXN", "es_MX"),
        .init("A2Q3Y263D00KWC", "BR", "Brazil", .northAmerica, "amazon.com.br", "BRL", "pt_BR"),
        .init("A28R8C7NBKEWEA", "IE", "Ireland", .europe, "amazon.ie", "EUR", "en_IE"),
        .init("A1RKKUPIHCS9HS", "ES", "Spain", .europe, "amazon.es", "EUR", "es_ES"),
        .init("A1F83G8C2ARO7P", "UK", "United Kingdom", .europe, "amazon.co.uk", "GBP", "en_GB"),
        .init("A13V1IB3VIYZZH", "FR", "France", .europe, "amazon.fr", "EUR", "fr_FR"),
        .init("AMEN7PMS3EDWL", "BE", "Belgium", .europe, "amazon.com.be", "EUR", "nl_BE"),
        .init("A1805IZSGTT6HS", "NL", "Netherlands", .europe, "amazon.nl", "EUR", "nl_NL"),
        .init("A1PA6795UKMFR9", "DE", "Germany", .europe, "amazon.de", "EUR", "de_DE"),
        .init("APJ6JRA9NG5V4", "IT", "Italy", .europe, "amazon.it", "EUR", "it_IT"),
        .init("A2NODRKZP88ZB9", "SE", "Sweden", .europe, "amazon.se", "SEK", "sv_SE"),
        .init("AE08WJ6YKNBMC", "ZA", "South Africa", .europe, "amazon.co.za", "ZAR", "en_ZA"),
        .init("A1C3SOZRARQ6R3", "PL", "Poland", .europe, "amazon.pl", "PLN", "pl_PL"),
        .init("ARBP9OOSHTCHU", "EG", "Egypt", .europe, "amazon.eg", "EGP", "ar_EG"),
        .init("A33AVAJ2PDY3EV", "TR", "Turkey", .europe, "amazon.com.tr", "TRY", "tr_TR"),
        .init("A17E79C6D8DWNP", "SA", "Saudi Arabia", .europe, "amazon.sa", "SAR", "ar_SA"),
        .init("A2VIGQ35RCS4UG", "AE", "United Arab Emirates", .europe, "amazon.ae", "AED", "ar_AE"),
        .init("A21TJRUUN4KGV", "IN", "India", .europe, "amazon.in", "INR", "en_IN"),
        .init("A19VAU5U5O7RUS", "SG", "Singapore", .farEast, "amazon.sg", "SGD", "en_SG"),
        .init("A39IBJ37TRP1C6", "AU", "Australia", .farEast, "amazon.com.au", "AUD", "en_AU"),
        .init("A1VC38T7YXB528", "JP", "Japan", .farEast, "amazon.co.jp", "JPY", "ja_JP"),
    ]

    private static let byName: [String: SandboxMarketplace] = {
        var table: [String: SandboxMarketplace] = [:]
        for marketplace in all {
            table[marketplace.id] = marketplace
            table[marketplace.country] = marketplace
        }
        table["GB"] = table["UK"]
        return table
    }()

    /// The marketplace with this id or country code (`GB` and `UK` both mean the United Kingdom), or `nil`.
    package static func named(_ name: String) -> SandboxMarketplace? { byName[name] }
}
