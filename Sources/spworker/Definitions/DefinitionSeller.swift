import JobModel
import OperationCatalogue
import SellerJobs

/// A seller in one region, as far as definitions are concerned.
struct DefinitionSeller: Sendable {
    let id: String
    let region: Region
    let application: String
    let marketplaces: [Marketplace]
    let tags: [String]

    init(_ seller: SellerSettings) {
        id = seller.id
        region = seller.region
        application = seller.application
        marketplaces = seller.marketplaces
        tags = seller.tags
    }

    init(_ seller: SellerDirectory.Seller) {
        id = seller.key.seller
        region = seller.region
        application = seller.key.application
        marketplaces = seller.marketplaces
        tags = seller.tags
    }
}
