import OperationCatalogue
import Yams

extension World {
    /// Reads a world from a file's text. Everything but an application and its sellers may be left out.
    ///
    /// ```yaml
    /// accessTokenLifetime: 1h          # of every access token
    /// pageTokenLifetime: 1d            # of every page token; left out: that of its operation, at times 30 seconds
    /// latency: 20ms                    # before every answer
    /// pagedItems: 25                   # of each seller in every paged operation but those of orders
    /// emptyPages: true                 # an empty second page where Amazon's may be empty
    /// usagePlans:
    ///   "*": {scale: 10}               # rate and burst of all plans times ten
    ///   orders.getOrders: {rate: 1, burst: 5}
    /// applications:
    ///   - id: main
    ///     clientId: amzn1.application-oa2-client.main
    ///     clientSecrets: [first, second]
    ///     scopes: ["sellingpartnerapi::notifications"]     # all when left out
    ///     deniedDataElements: [buyerInfo, merchantFulfillment.getShipment]   # no restricted data token for these
    /// sellers:
    ///   - id: acme                     # may repeat with another region
    ///     application: main            # may be left out when there is one
    ///     region: EU
    ///     sellerId: A2ACME             # made from the id when left out
    ///     refreshTokens: ["Atzr|acme-eu"]
    ///     marketplaces: [DE, FR]       # country codes or marketplace ids
    ///     orders: 250
    ///     pagedItems: 25
    ///     revoked: false
    ///     accessTokenLifetime: 10m
    ///     latency: 0s
    ///     usagePlans: {orders.getOrders@v0: {rate: 0.1, burst: 2}}
    ///     deniedDataElements: [shippingAddress]            # beside the application's
    /// faults:
    ///   - match: {operation: orders.getOrders, seller: acme, region: EU}   # operation lwa: the token exchange
    ///                                  # item: an ASIN or SKU in a batch, or "*": hits that item, never a whole call
    ///     kind: 503                    # 500 503 429 429-application 400 401 404 409 413
    ///                                  # 403-expired 403-revoked 403-secret 403-denied 403-region 403-missing
    ///                                  # 403-unrouted invalid_grant invalid_client unauthorized_client
    ///                                  # access_denied reset hang html 200-html empty slow
    ///     carriedOut: false            # true: the call takes effect, only its answer is spoilt
    ///     latency: 2s                  # for slow
    ///     times: 3                     # then never again
    ///     probability: 0.5
    ///     from: 10s                    # since the start
    ///     until: 60s
    ///   - match: {operation: documents.get}   # the storage; uploads are documents.put
    ///     kind: truncate               # it alone has lapse (403), truncate and corrupt
    ///     bytes: 5MiB                  # behind so many; also for reset and slow
    /// reports:                         # the first that fits holds; so for feeds and queries
    ///   - type: GET_MERCHANT_LISTINGS_ALL_DATA   # or "*"
    ///     seller: acme                 # every one when left out
    ///     times: 1                     # for so many reports, then the next that fits
    ///     queued: 20s                  # 10 to 30 s when left out
    ///     processing: 2m               # 10 s to 2 m when left out
    ///     outcome: done                # done cancelled fatal throttle
    ///     document: {rows: 100, columns: [sku, price], charset: windows-1252, compression: none, format: tab}
    ///                                  # or bytes: 2GiB; formats tab csv json jsonl xml; charsets UTF-8 ISO-8859-1
    ///                                  # windows-1252 Shift_JIS Windows-31J
    ///     explanation: "text"          # in the document of a fatal one
    ///     minInterval: 30m             # sooner: CANCELLED, or 429 with the outcome throttle
    /// feeds:                           # a SKU that begins with BAD fails, one with WARN is warned of
    ///   - {type: JSON_LISTINGS_FEED, outcome: onlyErrors}   # done cancelled fatal onlyErrors
    /// queries:
    ///   - contains: salesAndTraffic    # in the query's text
    ///     outcome: done                # done empty cancelled fatal
    ///     pages: 3
    ///     rowsPerPage: 10
    ///     compression: gzip            # told by Content-Encoding alone
    /// ```
    ///
    /// - Parameters:
    ///   - yaml: The text.
    ///   - file: The file's name, for messages.
    /// - Throws: `WorldError` with every problem, each with its line.
    package init(parsing yaml: String, file: String) throws {
        var fields = YAMLFields(try WorldReader.root(of: yaml, file: file), name: "the world")
        var reader = WorldReader()
        var world = World()
        world.accessTokenLifetime = fields.duration("accessTokenLifetime") ?? world.accessTokenLifetime
        world.pageTokenLifetime = fields.duration("pageTokenLifetime")
        world.latency = fields.duration("latency") ?? world.latency
        world.pagedItems = fields.integer("pagedItems", in: 0...9_999_999) ?? world.pagedItems
        world.emptyPages = fields.flag("emptyPages") ?? world.emptyPages
        world.usagePlans = reader.plans(of: fields.node("usagePlans"))
        world.applications = fields.nodes("applications").map { reader.application($0) }
        world.sellers = fields.nodes("sellers").map { reader.seller($0, applications: world.applications) }
        world.faults = fields.nodes("faults").map { reader.fault($0) }
        world.reports = fields.nodes("reports").map { reader.report($0) }
        world.feeds = fields.nodes("feeds").map { reader.feed($0) }
        world.queries = fields.nodes("queries").map { reader.query($0) }
        reader.checkSellers(of: world)
        if world.applications.isEmpty { fields.complain("the world needs at least one application") }
        reader.checkUniqueness(world)
        let problems = (fields.finish() + reader.problems).sorted { ($0.line ?? 0) < ($1.line ?? 0) }
        guard problems.isEmpty else { throw WorldError(file: file, problems: problems) }
        self = world
    }
}
