/// What is known about the seller for whom a call is made: fills what the request leaves out.
package struct CallContext: Sendable, Hashable {
    /// The region whose host the call goes to; `nil` when it is not known, then marketplaces of any region pass.
    package var region: Region?
    /// Amazon's id of the seller, which fills a missing `sellerId`.
    package var sellerId: String?
    /// The seller's marketplaces, which fill missing `marketplaceIds`.
    package var marketplaces: [Marketplace]

    /// Creates a context; by default nothing is known.
    package init(region: Region? = nil, sellerId: String? = nil, marketplaces: [Marketplace] = []) {
        self.region = region
        self.sellerId = sellerId
        self.marketplaces = marketplaces
    }
}
