package import JobModel
package import OperationCatalogue
package import Secrets

/// The applications and sellers that jobs may name, with references to their secrets, never the secrets.
package struct SellerDirectory: Sendable {
    /// An application registered with Amazon.
    package struct Application: Sendable {
        /// Its id in the configuration.
        package var id: String
        /// Where its client id is found.
        package var clientID: SecretReference
        /// Where its client secret is found.
        package var clientSecret: SecretReference
        /// When the client secret was made, where the configuration says so.
        package var secretCreatedAt: Timestamp?
        /// Where its tokens are exchanged.
        package var tokenEndpoint: String
        /// Changes to the catalogue's usage plans.
        package var plans: PlanOverrides
        /// Where grantless calls go, by region.
        package var endpoints: [Region: String]
        /// Where they go in Amazon's sandbox, by region; to `endpoints` where nothing is said.
        package var sandboxEndpoints: [Region: String]

        package init(
            id: String, clientID: SecretReference, clientSecret: SecretReference, secretCreatedAt: Timestamp? = nil,
            tokenEndpoint: String, plans: PlanOverrides = PlanOverrides(), endpoints: [Region: String] = [:],
            sandboxEndpoints: [Region: String] = [:]
        ) {
            self.id = id
            self.clientID = clientID
            self.clientSecret = clientSecret
            self.secretCreatedAt = secretCreatedAt
            self.tokenEndpoint = tokenEndpoint
            self.plans = plans
            self.endpoints = endpoints
            self.sandboxEndpoints = sandboxEndpoints
        }
    }

    /// One seller in one region.
    package struct Seller: Sendable {
        /// Application, seller and region.
        package var key: AuthorizationKey
        /// The region.
        package var region: Region
        /// Amazon's id of the seller.
        package var sellerID: String?
        /// The stores.
        package var marketplaces: [Marketplace]
        /// Where the refresh token is found.
        package var refreshToken: SecretReference
        /// Where calls go.
        package var endpoint: String
        /// Whether calls go to Amazon's sandbox, whose rate header means nothing.
        package var isSandbox: Bool
        /// When it must be renewed; `nil` when nobody has said since when it has been valid.
        package var renewal: YearlyRenewal?
        /// Words by which job definitions choose sellers.
        package var tags: [String]

        package init(
            key: AuthorizationKey, region: Region, sellerID: String? = nil, marketplaces: [Marketplace] = [],
            refreshToken: SecretReference, endpoint: String, isSandbox: Bool = false, renewal: YearlyRenewal? = nil,
            tags: [String] = []
        ) {
            self.key = key
            self.region = region
            self.sellerID = sellerID
            self.marketplaces = marketplaces
            self.refreshToken = refreshToken
            self.endpoint = endpoint
            self.isSandbox = isSandbox
            self.renewal = renewal
            self.tags = tags
        }

        /// What a call's check may fill in for this seller.
        package var callContext: CallContext {
            CallContext(region: region, sellerId: sellerID, marketplaces: marketplaces)
        }
    }

    /// The applications by id.
    package let applications: [String: Application]
    /// The sellers by authorization.
    package let sellers: [AuthorizationKey: Seller]
    private let keysBySeller: [String: [AuthorizationKey]]
    /// What to say beside that a seller is not there, as a sentence; empty for nothing.
    private let note: String

    /// Creates a directory; of two entries with the same key the later one counts.
    ///
    /// - Parameter note: What to say beside that a seller is not there, as a sentence, for example how old the list is.
    package init(applications: [Application], sellers: [Seller], note: String = "") {
        self.note = note
        self.applications = Dictionary(applications.map { ($0.id, $0) }) { _, last in last }
        self.sellers = Dictionary(sellers.map { ($0.key, $0) }) { _, last in last }
        keysBySeller = Dictionary(grouping: self.sellers.keys, by: \.seller)
            .mapValues { $0.sorted { ($0.region, $0.application) < ($1.region, $1.application) } }
    }

    /// Finds the seller that a request names; what is left out must be unambiguous.
    ///
    /// - Throws: `JobRejection` that says what to add or lists what there is.
    package func seller(_ id: String?, region: String?) throws(JobRejection) -> Seller {
        let id = if let id { id } else { try onlySeller() }
        guard let keys = keysBySeller[id] else {
            let near = NearestNames(to: id).nearest(among: keysBySeller.keys)
            let hint = near.isEmpty ? "Add it under 'sellers:'." : "Did you mean \(near.joined(separator: " or "))?"
            throw JobRejection(
                "There is no seller '\(id)' in the configuration. \(hint)\(note.isEmpty ? "" : " ")\(note)")
        }
        let regions = keys.map(\.region).joined(separator: ", ")
        guard let region else {
            guard keys.count == 1, let seller = sellers[keys[0]] else {
                throw JobRejection("The seller '\(id)' is in several regions (\(regions)): name one.")
            }
            return seller
        }
        let matching = keys.filter { $0.region == region.uppercased() }
        guard let key = matching.first, let seller = sellers[key] else {
            throw JobRejection("The seller '\(id)' is not in region '\(region)', only in \(regions).")
        }
        return seller
    }

    private func onlySeller() throws(JobRejection) -> String {
        guard keysBySeller.count == 1, let id = keysBySeller.keys.first else {
            throw JobRejection(
                keysBySeller.isEmpty
                    ? "No seller is configured. Add one under 'sellers:', or set SP_REFRESH_TOKEN."
                    : "Name a seller: \(keysBySeller.count) are configured (\(Self.listed(keysBySeller.keys))).")
        }
        return id
    }

    /// The first few names, enough to see what is meant.
    private static func listed(_ names: some Sequence<String>) -> String {
        let sorted = names.sorted()
        return sorted.prefix(5).joined(separator: ", ") + (sorted.count > 5 ? ", ..." : "")
    }

    /// The application of a grantless call: the named seller's, or the only one.
    package func application(forSeller id: String?, region: String?) throws(JobRejection) -> Application {
        if let id {
            let owner = try seller(id, region: region).key.application
            if let application = applications[owner] { return application }
        }
        guard applications.count == 1, let application = applications.values.first else {
            throw JobRejection(
                "Name a seller of the application that makes this call: \(applications.count) are configured.")
        }
        return application
    }

    /// Where the application's grantless calls of an operation go: to the region of its sellers, the first by its code when
    /// they are in several; to the sandbox when all its sellers are there, or when the operation exists there alone.
    func grantlessPlace(of application: Application, _ operation: Operation) -> GrantlessPlace {
        let own = sellers.values.filter { $0.key.application == application.id }
        let isSandbox = operation.isSandboxOnly || (!own.isEmpty && own.allSatisfy(\.isSandbox))
        let region = own.map(\.region).min { $0.rawValue < $1.rawValue } ?? .northAmerica
        let endpoint =
            isSandbox
            ? application.sandboxEndpoints[region] ?? application.endpoints[region] ?? region.sandboxEndpoint
            : application.endpoints[region] ?? region.endpoint
        return GrantlessPlace(endpoint: endpoint, isSandbox: isSandbox)
    }

    /// The plan of a lane by configuration, or `nil` when the configuration does not know its operation or application.
    package func plan(of lane: LaneKey) -> LanePlan? {
        guard let application = applications[lane.application],
            let operation = try? OperationCatalogue.builtIn.operation(named: lane.operation)
        else { return nil }
        return application.plans.plan(of: operation)
    }
}
