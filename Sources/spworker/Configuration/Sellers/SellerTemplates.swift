import OperationCatalogue

/// What entries under `sellerTemplates` say.
struct SellerTemplates {
    /// Sellers that the configuration itself names.
    var listed: [SellerSettings] = []
    /// Sellers that CSV files name.
    var tabled: [SellerSettings] = []
    /// Those whose sellers may change while a worker runs.
    var templates: [SellerTemplate] = []

    mutating func add(_ other: SellerTemplates) {
        listed += other.listed
        tabled += other.tabled
        templates += other.templates
    }
}

/// A marketplace, and where it was named.
struct PlacedMarketplace: Sendable, Equatable {
    let marketplace: Marketplace
    let text: String
    let origin: SettingOrigin
    let path: String
}
