import JobStoreTesting
import OperationCatalogue
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(5))) struct BatchHTTPTests {
    private static let place = "ATVPDKIKX0DER"

    private static func entries(_ answer: SandboxClient.Answer) -> [JSONValue] {
        if case .array(let entries)? = answer.json?["responses"] { return entries }
        if case .array(let entries)? = answer.json { return entries }
        return []
    }

    private static func statuses(_ answer: SandboxClient.Answer) -> [JSONValue?] {
        entries(answer).map { $0["status"]?["statusCode"] }
    }

    private static func prices(_ names: [String]) -> String {
        let items = names.map { #"{"asin":"\#($0)","marketplaceId":"\#(place)","includedData":["referencePrices"]}"# }
        return #"{"requests":["# + items.joined(separator: ",") + "]}"
    }

    private static let path = "/batches/products/pricing/2022-05-01/items/competitiveSummary"
    private static let operation = "productPricing.getCompetitiveSummary"

    /// Calls one after the other are never over the plan.
    private static var world: World { .standard(sellers: 1, scale: 1000) }

    @Test func `faults hit single items of a batch, as often as they say, and leave the others alone`() async throws {
        try await withSandbox(Self.world) { client in
            let token = try await client.token()
            client.state.inject(Fault(match: .init(operation: Self.operation, item: "B"), kind: .throttled, times: 1))
            client.state.inject(Fault(match: .init(operation: Self.operation, item: "C"), kind: .notFound))
            let first = try await client.call("POST", Self.path, token: token, body: Self.prices(["A", "B", "C"]))
            #expect(first.status == 200)
            #expect(Self.statuses(first) == [200, 429, 404])
            #expect(Self.entries(first).first?["body"]?["asin"] == "A")
            let second = try await client.call("POST", Self.path, token: token, body: Self.prices(["B", "C"]))
            #expect(Self.statuses(second) == [200, 404])
            let rows = client.state.ledger.rows.filter { $0.kind == .call }
            #expect(rows.map(\.items) == [3, 2] && rows.allSatisfy { $0.status == 200 })
            #expect(client.state.ledger.complaintCount == 0)
        }
    }

    @Test func `a fault of every item hits the first ones, and one without an item spares them all`() async throws {
        try await withSandbox(Self.world) { client in
            let token = try await client.token()
            client.state.inject(Fault(match: .init(operation: Self.operation, item: "*"), kind: .unavailable, times: 2))
            client.state.inject(Fault(match: .init(operation: Self.operation), kind: .badRequest, from: .seconds(60)))
            let first = try await client.call("POST", Self.path, token: token, body: Self.prices(["A", "B", "C"]))
            #expect(Self.statuses(first) == [503, 503, 200])
            client.timekeeper.advance(by: .seconds(61))
            let second = try await client.call("POST", Self.path, token: token, body: Self.prices(["A"]))
            #expect(second.status == 400)
        }
    }

    @Test func `a batch that is too large, or asks twice for the same offers, is refused as a whole`() async throws {
        try await withSandbox(Self.world) { client in
            let token = try await client.token()
            let names = (0..<21).map { "A\($0)" }
            let large = try await client.call("POST", Self.path, token: token, body: Self.prices(names))
            #expect(large.status == 400 && client.state.ledger.complaintCount == 1)
            let offer =
                #"{"uri":"/products/pricing/v0/items/A/offers","method":"GET","MarketplaceId":"\#(Self.place)"}"#
            let twice = try await client.call(
                "POST", "/batches/products/pricing/v0/itemOffers", token: token,
                body: #"{"requests":[\#(offer),\#(offer)]}"#)
            #expect(twice.status == 400 && client.state.ledger.complaintCount == 1)
        }
    }

    @Test func `each batch operation answers in its own form`() async throws {
        try await withSandbox(Self.world) { client in
            let token = try await client.token()
            for item in ["bad", "S/bad"] {
                client.state.inject(Fault(match: .init(item: item), kind: .internalError))
            }
            func call(_ path: String, _ body: String) async throws -> [JSONValue] {
                let answer = try await client.call("POST", path, token: token, body: body)
                #expect((200...207).contains(answer.status), "\(path): \(answer.text)")
                return Self.entries(answer)
            }
            func offers(_ kind: String, _ name: String) -> String {
                #"{"uri":"/products/pricing/v0/\#(kind)/\#(name)/offers","method":"GET","#
                    + #""MarketplaceId":"\#(Self.place)"}"#
            }
            let items = try await call(
                "/batches/products/pricing/v0/itemOffers",
                #"{"requests":[\#(offers("items", "good")),\#(offers("items", "bad")),{"uri":"?"}]}"#)
            #expect(items.map { $0["request"]?["Asin"] } == ["good", "bad", .null])
            #expect(items.map { $0["status"]?["statusCode"] } == [200, 500, 400])
            let listings = try await call(
                "/batches/products/pricing/v0/listingOffers", #"{"requests":[\#(offers("listings", "S%2Fbad"))]}"#)
            #expect(listings[0]["request"]?["SellerSKU"] == "S/bad" && listings[0]["status"]?["statusCode"] == 500)
            let expected = try await call(
                "/batches/products/pricing/2022-05-01/offer/featuredOfferExpectedPrice",
                #"{"requests":[{"sku":"good","marketplaceId":"\#(Self.place)"}]}"#)
            #expect(expected[0]["request"]?["sku"] == "good")
            let stock = try await call(
                "/externalFulfillment/inventory/2024-09-11/inventories",
                #"{"requests":[{"uri":"/inventory/update?locationId=L&skuId=good","body":{"quantity":3}},"#
                    + #"{"uri":"/inventory/fetch?locationId=L&skuId=bad"}]}"#)
            #expect(stock.map { $0["status"]?["statusCode"] } == [200, 500])
            #expect(stock[0]["body"]?["sellableQuantity"] == 3 && stock[1]["body"]?["skuId"] == "bad")
            func fee(_ name: String) -> String {
                #"{"FeesEstimateRequest":{"MarketplaceId":"\#(Self.place)","Identifier":"i"},"#
                    + #""IdType":"ASIN","IdValue":"\#(name)"}"#
            }
            let fees = try await call("/products/fees/v0/feesEstimate", "[\(fee("good")),\(fee("bad"))]")
            #expect(fees.map { $0["Status"] } == ["Success", "ServiceError"])
            #expect(fees[1]["FeesEstimateIdentifier"]?["IdValue"] == "bad")
        }
    }
}
