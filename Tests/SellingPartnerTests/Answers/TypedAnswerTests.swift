import Foundation
import JobStoreTesting
import OperationCatalogue
import Ports
import Testing

@testable import SellingPartner

@Suite("Typed answers")
struct TypedAnswerTests {
    private func scene(_ text: String, settings: ClientSettings = ClientSettings()) throws -> ClientScene {
        try ClientScene(settings: settings) { _, _ in .json(200, text) }
    }

    @Test("Orders are read, with words that are not known yet and parts that are missing or null")
    func orders() async throws {
        let scene = try scene(
            """
            {"orders":[{"orderId":"1","fulfillment":{"fulfillmentStatus":"BEAMED_UP","new":1},"buyer":null,
            "proceeds":{"grandTotal":{"amount":"12.30","currencyCode":"EUR"}}},{}],"pagination":{}}
            """)
        var search = OrderSearch(lastUpdatedAfter: "2026-01-01T00:00:00Z")
        search.marketplaces = ["DE", "FR"]
        search.includedData = ["PROCEEDS"]
        search.pageSize = 50
        var orders: [Order] = []
        for try await order in scene.client.orders(search) { orders.append(order) }
        #expect(orders.map(\.orderId) == ["1", nil])
        #expect(orders[0].fulfillment?.fulfillmentStatus == "BEAMED_UP")
        #expect(orders[0].proceeds?.grandTotal?.amount?.description == "12.3")
        let url = scene.calls[0].url
        #expect(url.contains("/orders/2026-01-01/orders?"))
        #expect(url.contains("marketplaceIds=A1PA6795UKMFR9,A13V1IB3VIYZZH"))
        #expect(url.contains("maxResultsPerPage=50") && url.contains("includedData=PROCEEDS"))
        #expect(!url.contains("createdAfter"))
    }

    @Test("An order's items come with the order")
    func orderItems() async throws {
        let scene = try scene(
            #"{"order":{"orderId":"1-2","orderItems":[{"orderItemId":"9","quantityOrdered":2,"product":{"asin":"B0"}}]}}"#
        )
        let items = try await scene.client.orderItems(of: "1-2")
        #expect(items.map(\.quantityOrdered) == [2] && items[0].product?.asin == "B0")
        #expect(scene.calls[0].url.hasSuffix("/orders/2026-01-01/orders/1-2"))
    }

    @Test("Stock is asked for in one marketplace, by id")
    func inventory() async throws {
        let scene = try scene(
            """
            {"payload":{"granularity":{},"inventorySummaries":[{"sellerSku":"S1","totalQuantity":5,
            "inventoryDetails":{"fulfillableQuantity":4,"reservedQuantity":{"totalReservedQuantity":1}}}]}}
            """)
        var summaries: [InventorySummary] = []
        for try await summary in scene.client.inventorySummaries(marketplace: "de", skus: ["S1"]) {
            summaries.append(summary)
        }
        #expect(summaries.map(\.totalQuantity) == [5])
        #expect(summaries[0].inventoryDetails?.reservedQuantity?.totalReservedQuantity == 1)
        let url = scene.calls[0].url
        #expect(url.contains("granularityId=A1PA6795UKMFR9") && url.contains("marketplaceIds=A1PA6795UKMFR9"))
        #expect(url.contains("granularityType=Marketplace") && url.contains("details=true"))
    }

    @Test("Catalogue items keep attributes of any shape")
    func catalogItem() async throws {
        let scene = try scene(
            #"{"asin":"B0","attributes":{"item_name":[{"value":"Bag","n":1.5}]},"summaries":[{"itemName":"Bag"}]}"#,
            settings: .with { $0.marketplaces = ["DE"] })
        let item = try await scene.client.catalogItem("B0", includedData: ["attributes"])
        struct Name: Decodable, Equatable { var value: String }
        #expect(try item.attributes?["item_name"]?.decoded(as: [Name].self) == [Name(value: "Bag")])
        #expect(item.summaries?[0].itemName == "Bag")
        #expect(scene.calls[0].url.contains("/catalog/2022-04-01/items/B0?marketplaceIds=A1PA6795UKMFR9"))
    }

    @Test("The catalogue is searched by words and by numbers")
    func catalogSearch() async throws {
        let scene = try scene(#"{"items":[{"asin":"B0"}]}"#, settings: .with { $0.sellerID = "ASELLER" })
        for try await item in scene.client.catalogItems(keywords: ["red", "bag"], marketplace: "DE") {
            #expect(item.asin == "B0")
        }
        for try await _ in scene.client.catalogItems(identifiers: ["S1"], type: "SKU", marketplace: "DE") {}
        #expect(scene.calls[0].url.contains("keywords=red,bag"))
        #expect(scene.calls[1].url.contains("identifiersType=SKU") && scene.calls[1].url.contains("sellerId=ASELLER"))
    }

    @Test("A listing is read and changed in the seller's name")
    func listings() async throws {
        let scene = try ClientScene(
            settings: .with {
                $0.sellerID = "ASELLER"
                $0.marketplaces = ["DE"]
            }
        ) { request, _ in
            request.method == "GET"
                ? .json(200, #"{"sku":"S 1","offers":[{"price":{"currencyCode":"EUR","amount":9.99}}]}"#)
                : .json(200, #"{"sku":"S 1","status":"INVALID","issues":[{"code":"90","severity":"ERROR"}]}"#)
        }
        let listing = try await scene.client.listing(sku: "S 1", includedData: ["offers"])
        #expect(listing.offers?[0].price?.amount?.description == "9.99")
        #expect(scene.calls[0].url.contains("/listings/2021-08-01/items/ASELLER/S%201?"))
        let submission = try await scene.client.patchListing(
            sku: "S 1", productType: "LUGGAGE",
            patches: [
                .replace("/attributes/item_name", with: [["value": "Bag"]]), .delete("/attributes/color"),
            ], isPreview: true)
        #expect(submission.status == "INVALID" && submission.issues?[0].severity == "ERROR")
        #expect(scene.calls[1].method == "PATCH" && scene.calls[1].url.contains("mode=VALIDATION_PREVIEW"))
        #expect(
            scene.body(1)
                == #"{"patches":[{"op":"replace","path":"/attributes/item_name","value":[{"value":"Bag"}]},"#
                + #"{"op":"delete","path":"/attributes/color"}],"productType":"LUGGAGE"}"#)
    }

    @Test("Prices come for many items in one call, each with its own status")
    func pricing() async throws {
        let scene = try scene(
            """
            {"responses":[{"status":{"statusCode":200},"body":{"asin":"B1","referencePrices":[
            {"name":"CompetitivePrice","price":{"amount":18.15,"currencyCode":"EUR"}}]}},
            {"status":{"statusCode":404,"reasonPhrase":"Not Found"},"body":{"errors":[{"code":"NotFound","message":null}]}}]}
            """)
        let prices = try await scene.client.competitiveSummaries(asins: ["B1", "B2"], marketplace: "DE")
        #expect(prices.map(\.isSuccess) == [true, false])
        #expect(prices[0].body?.referencePrices?[0].price?.amount?.description == "18.15")
        #expect(prices[1].body?.errors?[0].code == "NotFound")
        #expect(scene.body().contains(#""marketplaceId":"A1PA6795UKMFR9""#))
        #expect(scene.body().contains(#""uri":"/products/pricing/2022-05-01/items/competitiveSummary""#))
    }

    @Test(
        "Money is read in every spelling",
        arguments: [
            (#"{"currencyCode":"EUR","amount":"1.10"}"#, "1.1"), (#"{"CurrencyCode":"EUR","Amount":2}"#, "2"),
            (#"{"currencyCode":"EUR","currencyAmount":-3.25}"#, "-3.25"),
            (#"{"currencyCode":"EUR","amount":null}"#, nil),
            (#"{"currencyCode":"EUR"}"#, nil),
        ])
    func money(_ text: String, _ amount: String?) throws {
        let money = try OpenValue(JSONValue(parsing: Array(text.utf8))).decoded(as: Money.self)
        #expect(money.currencyCode == "EUR")
        #expect(money.amount?.description == amount)
    }

    @Test("Errors beside a missing payload are a failure that tells them")
    func errorsInSuccess() async throws {
        let scene = try scene(#"{"errors":[{"code":"Odd","message":"nothing here","details":""}]}"#)
        let found = try await failure { _ = try await scene.client.marketplaceParticipations() }
        #expect(found?.code == .rejected)
        #expect(found?.detail.contains("nothing here") == true)
    }

    @Test("A subscription is looked up and made")
    func subscriptions() async throws {
        let scene = try scene(#"{"payload":{"subscriptionId":"s1","payloadVersion":"1.0","destinationId":"d1"}}"#)
        #expect(try await scene.client.notificationSubscription("ANY_OFFER_CHANGED").subscriptionId == "s1")
        let made = try await scene.client.createNotificationSubscription("ANY_OFFER_CHANGED", destinationID: "d1")
        #expect(made.destinationId == "d1")
        #expect(scene.calls[1].url.hasSuffix("/notifications/v1/subscriptions/ANY_OFFER_CHANGED"))
        #expect(scene.body(1) == #"{"destinationId":"d1","payloadVersion":"1.0"}"#)
        #expect(scene.exchanges.count == 1 && scene.exchanges[0].contains("refresh_token"))
    }
}
