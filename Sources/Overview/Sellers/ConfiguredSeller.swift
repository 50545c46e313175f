package import JobModel
package import OperationCatalogue

/// What the configuration says of a seller in one region. Secrets are named, never held.
package struct ConfiguredSeller: Sendable, Hashable {
    /// Application, seller and region.
    package var key: AuthorizationKey
    /// Amazon's id of the seller; `nil` when it is not configured.
    package var sellerID: String?
    /// The stores; empty when none are configured.
    package var marketplaces: [Marketplace]
    /// Words by which job definitions choose sellers.
    package var tags: [String]
    /// Whether calls go to Amazon's sandbox.
    package var isSandbox: Bool
    /// Where the refresh token is looked for: a reference, never the token.
    package var refreshToken: String
    /// When the seller must authorize the application anew; `nil` when nobody has said since when it has been authorized.
    package var renewal: YearlyRenewal?
    /// Where it is configured.
    package var origin: String

    package init(
        key: AuthorizationKey, sellerID: String? = nil, marketplaces: [Marketplace] = [], tags: [String] = [],
        isSandbox: Bool = false, refreshToken: String, renewal: YearlyRenewal? = nil, origin: String
    ) {
        self.key = key
        self.sellerID = sellerID
        self.marketplaces = marketplaces
        self.tags = tags
        self.isSandbox = isSandbox
        self.refreshToken = refreshToken
        self.renewal = renewal
        self.origin = origin
    }
}
