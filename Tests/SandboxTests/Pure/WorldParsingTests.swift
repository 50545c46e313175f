import OperationCatalogue
import Sandbox
import Testing

@Suite struct WorldParsingTests {
    private static let good = """
        accessTokenLifetime: 10m
        pageTokenLifetime: 2d
        latency: 20ms
        pagedItems: 40
        emptyPages: false
        usagePlans:
          "*": {scale: 10}
          orders.getOrders: {rate: 1.5, burst: 5}
        applications:
          - id: main
            clientId: client-1
            clientSecrets: [first, second]
            deniedDataElements: [buyerInfo, merchantFulfillment.getShipment]
        sellers:
          - id: acme
            region: EU
            refreshTokens: "Atzr|acme-eu"
            marketplaces: [DE, A13V1IB3VIYZZH]
            orders: 7
            pagedItems: 3
            revoked: true
            deniedDataElements: shippingAddress
            usagePlans: {orders.getOrders@v0: {rate: 0.1, burst: 2}}
          - id: acme
            application: main
            region: NA
            sellerId: A1ACME
            refreshTokens: ["Atzr|acme-na"]
            marketplaces: [US]
        faults:
          - match: {operation: lwa, seller: acme, region: EU}
            kind: 503
            times: 3
            from: 10s
            until: 1m
          - {kind: slow, latency: 2s, probability: 0.5}
        """

    @Test func `a world file is read whole`() throws {
        let world = try World(parsing: Self.good, file: "world.yaml")
        #expect(world.accessTokenLifetime == .seconds(600))
        #expect(world.pageTokenLifetime == .seconds(2 * 86_400))
        #expect(world.latency == .milliseconds(20))
        #expect(world.pagedItems == 40 && !world.emptyPages)
        #expect(world.sellers.map(\.pagedItems) == [3, nil])
        #expect(world.usagePlans["*"] == PlanOverride(scale: 10))
        #expect(world.usagePlans["orders.getOrders"] == PlanOverride(rate: 1.5, burst: 5))
        #expect(world.applications[0].clientSecrets == ["first", "second"])
        #expect(world.applications[0].deniedDataElements == ["buyerInfo", "merchantFulfillment.getShipment"])
        #expect(world.sellers.map(\.deniedDataElements) == [["shippingAddress"], []])
        #expect(world.sellers.count == 2)
        #expect(world.sellers[0].application == "main")
        #expect(world.sellers[0].sellerId == "AACME")
        #expect(world.sellers[0].marketplaces == ["A1PA6795UKMFR9", "A13V1IB3VIYZZH"])
        #expect(world.sellers[0].isRevoked)
        #expect(world.sellers[0].usagePlans["orders.getOrders@v0"] == PlanOverride(rate: 0.1, burst: 2))
        #expect(world.sellers[1].region == .northAmerica)
        #expect(
            world.faults[0]
                == Fault(
                    match: .init(operation: "lwa", seller: "acme", region: .europe), kind: .unavailable, times: 3,
                    from: .seconds(10), until: .seconds(60)))
        #expect(world.faults[1].kind == .slow)
        #expect(world.faults[1].carriedOut)
    }

    @Test func `a fault may be of one item of a batch, if it is one that an item can have`() throws {
        let faults = { (kind: String) in
            "\(Self.good)\n  - {match: {operation: productPricing.getItemOffersBatch, item: B00X}, kind: \(kind)}\n"
        }
        let world = try World(parsing: faults("429"), file: "w.yaml")
        #expect(world.faults.last?.match.item == "B00X" && world.faults.last?.kind == .throttled)
        let error = try #require(throws: WorldError.self) { try World(parsing: faults("reset"), file: "w.yaml") }
        #expect(error.description.contains("kind of a fault of an item must be one of 500, 503, 429"))
    }

    @Test func `a world says how reports, feeds and queries go`() throws {
        let more = """

            reports:
              - type: GET_A
                seller: acme
                times: 2
                queued: 20s
                processing: 2m
                outcome: fatal
                explanation: Too early
                document: {rows: 7, columns: [sku, price], charset: shift_jis, compression: none, format: csv}
              - {minInterval: 30m, outcome: throttle, document: {bytes: 2GiB}}
            feeds:
              - {type: JSON_LISTINGS_FEED, outcome: onlyErrors, queued: 0}
            queries:
              - {contains: sales, pages: 3, rowsPerPage: 20, outcome: done, compression: none}
            """
        let world = try World(parsing: Self.good + more, file: "w.yaml")
        let shape = DocumentShape(
            size: .rows(7), columns: ["sku", "price"], charset: .shiftJIS, compression: .none, format: .csv)
        #expect(
            world.reports == [
                .init(
                    type: "GET_A", seller: "acme", times: 2, queued: .seconds(20), processing: .seconds(120),
                    outcome: .fatal, document: shape, explanation: "Too early"),
                .init(outcome: .throttle, document: DocumentShape(size: .bytes(2 << 30)), minInterval: .seconds(1800)),
            ])
        #expect(world.feeds == [.init(type: "JSON_LISTINGS_FEED", queued: .zero, outcome: .onlyErrors)])
        #expect(world.queries == [.init(contains: "sales", pages: 3, rowsPerPage: 20, compression: .none)])
    }

    @Test func `a fault of the storage is one of the storage`() throws {
        let world = try World(
            parsing: Self.good + "\n  - {match: {operation: documents.get}, kind: truncate, bytes: 5MB}", file: "w.yaml"
        )
        #expect(world.faults.last?.kind == .truncate && world.faults.last?.bytes == 5_000_000)
        for fault in ["{kind: lapse}", "{match: {operation: orders.getOrders}, kind: reset, bytes: 5}"] {
            let error = try #require(throws: WorldError.self) {
                try World(parsing: Self.good + "\n  - " + fault, file: "w.yaml")
            }
            #expect(error.description.contains("are for faults of operation documents.get or documents.put"))
        }
    }

    @Test(arguments: [
        ("{outcome: lost}", "outcome of a report must be one of done, cancelled, fatal, throttle"),
        ("{outcome: throttle}", "needs minInterval"), ("{seller: nobody}", "the seller nobody, who is none"),
        ("{document: {rows: 1, bytes: 2}}", "rows or bytes, not both"),
        ("{document: {bytes: much}}", "bytes of a document must be a number of bytes such as"),
        ("{document: {charset: EBCDIC}}", "charset of a document must be one of UTF-8, ISO-8859-1"),
    ])
    func `what a report cannot be is told`(report: String, problem: String) throws {
        let error = try #require(throws: WorldError.self) {
            try World(parsing: Self.good + "\nreports: [\(report)]", file: "w.yaml")
        }
        #expect(error.description.contains(problem), "\(error)")
    }

    @Test func `all problems are reported with file and line`() throws {
        let bad = """
            latency: soon
            colour: blue
            applications:
              - id: main
                clientId: c
                clientSecrets: [s]
            sellers:
              - id: acme
                region: XX
                refreshTokens: [t]
                marketplaces: [US, JP]
              - id: bolt
                application: other
                region: EU
                marketplaces: [DE]
            faults:
              - kind: explode
            """
        let error = try #require(throws: WorldError.self) { try World(parsing: bad, file: "w.yaml") }
        let lines = error.problems.compactMap(\.line)
        #expect(lines == lines.sorted())
        let text = error.description
        #expect(text.contains("w.yaml:1: latency of the world"))
        #expect(text.contains("w.yaml:2: the world has no member colour"))
        #expect(text.contains("w.yaml:9: region of a seller must be NA, EU or FE"))
        #expect(text.contains("marketplace JP of seller acme is not one of region NA"))
        #expect(text.contains("w.yaml:12: seller bolt must name one of the applications"))
        #expect(text.contains("seller bolt needs refreshTokens"))
        #expect(text.contains("kind of a fault must be one of 500, 503"))
    }

    @Test(arguments: ["", "applications: [", "- a\n- b", "a: *unknown"])
    func `what is not a world is refused with a line`(text: String) throws {
        let error = try #require(throws: WorldError.self) { try World(parsing: text, file: "w.yaml") }
        #expect(error.description.hasPrefix("w.yaml:"))
    }

    @Test func `two sellers cannot share a refresh token`() throws {
        let text = Self.good.replacing("Atzr|acme-na", with: "Atzr|acme-eu")
        let error = try #require(throws: WorldError.self) { try World(parsing: text, file: "w.yaml") }
        #expect(error.description.contains("two sellers have the same refresh token"))
        #expect(!error.description.contains("Atzr"))
    }

    @Test func `the standard world spreads sellers over the regions`() {
        let world = World.standard(sellers: 7)
        #expect(world.sellers.map(\.region.rawValue) == ["NA", "EU", "FE", "NA", "EU", "FE", "NA"])
        #expect(Set(world.sellers.map(\.sellerId)).count == 7)
        #expect(world.sellers.allSatisfy { !$0.marketplaces.isEmpty })
        #expect(world.sellers[6].refreshTokens == ["Atzr|sandbox-seller-7"])
    }
}
