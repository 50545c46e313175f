import JobStoreTesting
import OperationCatalogue
import Ports
import Secrets
import SellingPartner
import Testing

/// The code of the articles "Reading listings page by page" and "Retries and usage plans".
@Suite("Listings and retries in the articles")
struct ListingSnippets {
    @Test("Orders and other listings are read to their end")
    func listings() async throws {
        var settings = ClientSettings()
        settings.sellerID = "ASELLER"
        settings.marketplaces = ["DE"]
        settings.transport = ScriptedTransport { request in
            if request.url.contains("/auth/") {
                return .json(200, #"{"access_token":"Atza|one","token_type":"bearer","expires_in":3600}"#)
            }
            return request.url.contains("/orders/")
                ? .json(200, #"{"orders":[{"orderId":"1"}],"pagination":{}}"#)
                : .json(200, #"{"items":[{"sku":"S1"}],"payload":{"transactions":[{"transactionId":"t1"}]}}"#)
        }
        let client = try SellingPartnerClient(
            credentials: .init(clientID: "c", clientSecret: Secret("s"), refreshToken: Secret("r")), region: .europe,
            settings: settings)

        for try await order in client.orders(OrderSearch(lastUpdatedAfter: "2026-01-31T08:00:00Z")) {
            print(order.orderId ?? "", order.fulfillment?.fulfillmentStatus ?? "")
        }

        struct Listing: Decodable, Sendable {
            var sku: String?
        }
        let listings = client.pages("listingsItems.searchListingsItems").items(as: Listing.self)

        var skus: [String?] = []
        for try await listing in listings { skus.append(listing.sku) }
        #expect(skus == ["S1"])

        let bookings = client.pages("finances.listTransactions", parameters: ["postedAfter": "2026-01-01T00:00:00Z"])
        for try await page in bookings {
            for item in page.items { print(String(decoding: item, as: UTF8.self)) }
        }
    }

    @Test("Rules for repetitions are set")
    func rules() {
        var settings = ClientSettings()

        var retries = RetryRules()
        retries.maxAttempts = 5
        retries.maxBackoff = .seconds(30)
        settings.retries = retries

        settings.staysInUsagePlans = true

        #expect(settings.retries == retries && settings.staysInUsagePlans)
    }
}
