public import Logging
public import OperationCatalogue
public import Ports

/// Everything about a client that has a sensible default.
public struct ClientSettings: Sendable {
    /// Where calls go. The production or sandbox host of the region unless set.
    public var endpoint: String?
    /// Where access tokens are exchanged. Amazon's one endpoint for all regions unless set.
    public var tokenEndpoint: String?
    /// Whether calls go to Amazon's sandbox. `false` unless set. It takes a sandbox application's credentials.
    public var isSandbox = false
    /// Amazon's id of the seller, which fills a missing `sellerId` of a call.
    public var sellerID: String?
    /// The seller's marketplaces by id or country code, all of the client's region. They fill missing `marketplaceIds` of
    /// a call.
    public var marketplaces: [String] = []
    /// How the client names itself to Amazon. Set it to your application's name.
    public var userAgent: UserAgent
    /// How long an answer may take to begin, in real time. 60 seconds unless set.
    public var requestTimeout: Duration = .seconds(60)
    /// When failed calls are repeated. Never unless set, apart from the one repetition with a fresh access token.
    public var retries: RetryRules?
    /// Whether calls wait so that each operation stays inside its usage plan. `false` unless set.
    ///
    /// The plans are the catalogue's, adapted to the rate that Amazon's answers tell, except in the sandbox. Only calls
    /// of this client are counted, from its creation on: others that use the same authorization are not known, and a
    /// new client begins with full buckets. A call may wait for minutes where the plan is slow; cancel its task to give
    /// up.
    public var staysInUsagePlans = false
    /// How connections are made. Without effect when `transport` is set.
    public var connections = AsyncHTTPClientTransport.Configuration()
    /// What carries the requests. The client makes and owns an ``AsyncHTTPClientTransport`` unless this is set.
    public var transport: (any HTTPTransport)?
    /// The clock. The system's unless set.
    public var timekeeper: any Timekeeper
    /// The source of randomness. The system's unless set.
    public var random: any RandomSource
    /// Gets debug lines about requests and answers, without secrets and values. Label `sp-api` unless set.
    public var logger: Logger

    /// The defaults.
    public init() {
        userAgent = .standard
        timekeeper = SystemTimekeeper()
        random = SystemRandom()
        logger = Logger(label: "sp-api")
    }
}

/// A selling region, under a name that can be written without importing anything else.
public typealias SellingRegion = Region
