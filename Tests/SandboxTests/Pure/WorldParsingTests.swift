import OperationCatalogue
import Sandbox
import Testing

@Suite struct WorldParsingTests {
    private static let good = """
        accessTokenLifetime: 10m
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
