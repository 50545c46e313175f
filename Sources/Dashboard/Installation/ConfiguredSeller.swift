package import JobModel

/// One seller in one region, as the configuration has it.
package struct ConfiguredSeller: Sendable, Hashable {
    /// How the yearly grant stands.
    package enum Standing: Sendable, Hashable {
        /// There is time.
        case early
        /// It ends within 30 days.
        case due
        /// Its last day has passed.
        case passed
    }

    /// When the seller must authorize the application anew.
    package struct Renewal: Sendable, Hashable {
        /// When the seller gave the grant.
        package var authorizedAt: Timestamp
        /// When it ends.
        package var renewBy: Timestamp
        /// How it stands now.
        package var standing: Standing

        package init(authorizedAt: Timestamp, renewBy: Timestamp, standing: Standing) {
            self.authorizedAt = authorizedAt
            self.renewBy = renewBy
            self.standing = standing
        }
    }

    /// Application, seller and region.
    package var key: AuthorizationKey
    /// Amazon's id of the seller.
    package var sellerID: String?
    /// The stores, by their countries, for example `DE`.
    package var marketplaces: [String]
    /// Words by which definitions choose sellers.
    package var tags: [String]
    /// Whether calls go to Amazon's sandbox.
    package var isSandbox: Bool
    /// When the grant ends; `nil` when nobody has said since when it has been valid.
    package var renewal: Renewal?

    package init(
        key: AuthorizationKey, sellerID: String? = nil, marketplaces: [String] = [], tags: [String] = [],
        isSandbox: Bool = false, renewal: Renewal? = nil
    ) {
        self.key = key
        self.sellerID = sellerID
        self.marketplaces = marketplaces
        self.tags = tags
        self.isSandbox = isSandbox
        self.renewal = renewal
    }
}
