package import OperationCatalogue

/// Everything the sandbox pretends: who may log in, who sells where, how fast each may call, and what goes wrong.
///
/// A world is a plain value. It comes from a file (`World(parsing:file:)`), from `World.standard(sellers:)`, or is put
/// together in code. The values in it that look like secrets are made up; never put a real one in.
package struct World: Sendable {
    /// The applications that can log in.
    package var applications: [Application]
    /// The sellers, one entry for each seller and region.
    package var sellers: [Seller]
    /// Changes to the catalogue's usage plans for everyone, by `family.operation`, `family.operation@version` or `*`.
    package var usagePlans: [String: PlanOverride]
    /// How long an access token lives. One hour unless told otherwise, as at Amazon.
    package var accessTokenLifetime: Duration
    /// How long every page token lives; each operation's own time unless told otherwise.
    package var pageTokenLifetime: Duration?
    /// How long every answer is held back. None unless told otherwise.
    package var latency: Duration
    /// How many items each seller has in every paged operation but those of orders. 25 unless told otherwise.
    package var pagedItems: Int
    /// Whether the second page is empty, and others follow, in operations where Amazon's may be. True unless told
    /// otherwise.
    package var emptyPages: Bool
    /// What goes wrong, in the order in which it is tried.
    package var faults: [Fault]
    /// How reports go; the first that fits holds.
    package var reports: [ReportScript] = []
    /// How feeds go; the first that fits holds.
    package var feeds: [FeedScript] = []
    /// How Data Kiosk queries go; the first that fits holds.
    package var queries: [QueryScript] = []

    /// Creates a world.
    package init(
        applications: [Application] = [], sellers: [Seller] = [], usagePlans: [String: PlanOverride] = [:],
        accessTokenLifetime: Duration = .seconds(3600), latency: Duration = .zero, pagedItems: Int = 25,
        emptyPages: Bool = true, faults: [Fault] = []
    ) {
        self.applications = applications
        self.sellers = sellers
        self.usagePlans = usagePlans
        self.accessTokenLifetime = accessTokenLifetime
        self.latency = latency
        self.pagedItems = pagedItems
        self.emptyPages = emptyPages
        self.faults = faults
    }

    /// An application registered with the fake Login with Amazon.
    package struct Application: Sendable {
        /// The name that sellers refer to.
        package var id: String
        /// The client id that is sent with each exchange.
        package var clientId: String
        /// The client secrets that are accepted. Two are valid for a while after a rotation.
        package var clientSecrets: [String]
        /// The scopes that grantless exchanges may ask for: all that Amazon documents unless told otherwise.
        package var scopes: Set<String>
        /// What no restricted data token is minted for, for want of a role: data elements, and `family.operation` for
        /// operations that know none. Nothing unless told otherwise.
        package var deniedDataElements: Set<String> = []

        /// Creates an application.
        package init(
            id: String, clientId: String, clientSecrets: [String], scopes: Set<String> = Application.documentedScopes
        ) {
            self.id = id
            self.clientId = clientId
            self.clientSecrets = clientSecrets
            self.scopes = scopes
        }

        /// The scopes of grantless operations, from Amazon's documentation.
        package static let documentedScopes: Set<String> = [
            "sellingpartnerapi::notifications",
            "sellingpartnerapi::client_credential:rotation",
            "sellingpartnerapi::shipments:track",
        ]
    }

    /// A seller in one region.
    package struct Seller: Sendable {
        /// The name that faults, the ledger and the control paths use. May repeat with another region.
        package var id: String
        /// The id of the application that the seller has authorized.
        package var application: String
        /// The region in which the authorization is valid.
        package var region: Region
        /// Amazon's id of the seller.
        package var sellerId: String
        /// The refresh tokens that are accepted.
        package var refreshTokens: [String]
        /// The ids of the marketplaces in which the seller takes part.
        package var marketplaces: [String]
        /// How many orders the seller has. They are spread over the 30 days before the sandbox started.
        package var orders: Int
        /// How many items this seller has in every other paged operation, or `nil` for the world's.
        package var pagedItems: Int?
        /// Whether the seller has withdrawn the authorization. False unless told otherwise.
        package var isRevoked: Bool
        /// Changes to usage plans for this seller alone; they win over the world's.
        package var usagePlans: [String: PlanOverride]
        /// How long this seller's access tokens live, or `nil` for the world's.
        package var accessTokenLifetime: Duration?
        /// How long this seller's answers are held back, or `nil` for the world's.
        package var latency: Duration?
        /// What no restricted data token is minted for, beside what the application is denied.
        package var deniedDataElements: Set<String> = []

        /// Creates a seller.
        package init(
            id: String, application: String, region: Region, sellerId: String, refreshTokens: [String],
            marketplaces: [String], orders: Int = 250, pagedItems: Int? = nil, isRevoked: Bool = false,
            usagePlans: [String: PlanOverride] = [:], accessTokenLifetime: Duration? = nil, latency: Duration? = nil
        ) {
            self.id = id
            self.application = application
            self.region = region
            self.sellerId = sellerId
            self.refreshTokens = refreshTokens
            self.marketplaces = marketplaces
            self.orders = orders
            self.pagedItems = pagedItems
            self.isRevoked = isRevoked
            self.usagePlans = usagePlans
            self.accessTokenLifetime = accessTokenLifetime
            self.latency = latency
        }
    }
}
