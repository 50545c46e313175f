import JobStoreTesting
import OperationCatalogue
import Ports
import Secrets
import SellingPartner
import Testing

/// The code of the article "Calling for personal data".
@Suite("Personal data in the articles")
struct RestrictedSnippets {
    private static func client(_ mint: HTTPResponse) throws -> SellingPartnerClient {
        var settings = ClientSettings()
        settings.marketplaces = ["US"]
        settings.transport = ScriptedTransport { request in
            if request.url.contains("/auth/") {
                return .json(200, #"{"access_token":"Atza|one","token_type":"bearer","expires_in":3600}"#)
            }
            if request.url.hasSuffix("/restrictedDataToken") { return mint }
            return .json(200, #"{"payload":{"Orders":[{"AmazonOrderId":"1"}]}}"#)
        }
        return try SellingPartnerClient(
            credentials: .init(clientID: "c", clientSecret: Secret("s"), refreshToken: Secret("r")),
            region: .northAmerica, settings: settings)
    }

    @Test("Personal data is asked for by its elements")
    func elements() async throws {
        let client = try Self.client(.json(200, #"{"restrictedDataToken":"Atz.sprdt|x","expiresIn":3600}"#))

        let response = try await client.call(
            "orders.getOrder@v0", parameters: ["orderId": "123-1234567-1234567"],
            dataElements: ["buyerInfo", "shippingAddress"])

        let pages = client.pages(
            "orders.getOrders@v0", parameters: ["CreatedAfter": "2026-01-01T00:00:00Z"], dataElements: ["buyerInfo"])

        #expect(response.status == 200)
        var count = 0
        for try await page in pages { count += page.items.count }
        #expect(count == 1)
    }

    @Test("A missing role is told apart")
    func missingRole() async throws {
        let client = try Self.client(
            .json(400, #"{"errors":[{"message":"Application does not have access to the requested data elements"}]}"#))
        do {
            _ = try await client.call("merchantFulfillment.getShipment", parameters: ["shipmentId": "1"])
            Issue.record("the call was made")
        } catch let failure as CallFailure where failure.code == .missingRole {
            print("Ask for the role: \(failure)")
        }
    }
}
