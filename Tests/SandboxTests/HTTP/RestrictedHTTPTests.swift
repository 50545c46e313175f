import JobStoreTesting
import OperationCatalogue
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(5))) struct RestrictedHTTPTests {
    private static let shipment = "/mfn/v0/shipments/{shipmentId}"
    private static let order = "/orders/v0/orders/{orderId}"
    private static let documents = "/reports/2021-06-30/documents/"

    /// The id of one of the first seller's orders.
    private static func orderId(_ client: SandboxClient, _ token: String) async throws -> String {
        let query = "/orders/v0/orders?MarketplaceIds=ATVPDKIKX0DER&CreatedAfter=2025-12-01T00:00:00Z"
        let orders = try await client.call(query, token: token).json?.items("payload.Orders")
        return try #require(orders?.first?["AmazonOrderId"]?.string)
    }

    @Test func `a restricted operation takes a restricted data token and no other`() async throws {
        try await withSandbox(.unhurried) { client in
            let token = try await client.token()
            let plain = try await client.call("/mfn/v0/shipments/1", token: token)
            #expect(plain.status == 403)
            #expect(plain.message == "Access to requested resource is denied." && plain.details == "")
            #expect(client.state.ledger.complaintCount == 1)
            let generic = try await client.restrictedToken("GET", Self.shipment, token: token)
            for id in ["1", "2"] {
                let answer = try await client.call("/mfn/v0/shipments/\(id)", token: generic)
                #expect(answer.status == 200, "\(answer.text)")
            }
            let specific = try await client.restrictedToken("GET", "/mfn/v0/shipments/1", token: token)
            let right = try await client.call("/mfn/v0/shipments/1", token: specific)
            #expect(right.status == 200)
            #expect(client.state.ledger.complaintCount == 1)
            #expect(client.state.ledger.mintCount == 2)
            #expect(client.state.ledger.effectCount == 0, "a token changes nothing")
        }
    }

    @Test func `a token opens nothing but what it was minted for`() async throws {
        try await withSandbox(.unhurried) { client in
            let token = try await client.token()
            let specific = try await client.restrictedToken("GET", "/mfn/v0/shipments/1", token: token)
            let generic = try await client.restrictedToken("GET", Self.shipment, token: token)
            let answers = [
                try await client.call("/mfn/v0/shipments/2", token: specific),
                try await client.call("DELETE", "/mfn/v0/shipments/1", token: specific),
                try await client.call("/sellers/v1/marketplaceParticipations", token: generic),
                try await client.mint("GET", Self.shipment, token: generic),
                try await client.call("/mfn/v0/shipments/1", region: .europe, token: generic),
            ]
            #expect(answers.map(\.status) == [403, 403, 403, 403, 403])
            #expect(client.state.ledger.complaintCount == 5)
        }
    }

    @Test func `a token lives an hour, and no longer than its seller's authorization`() async throws {
        try await withSandbox(.unhurried) { client in
            let minted = try await client.mint("GET", Self.shipment, token: client.token())
            #expect(minted.json?.number("expiresIn") == 3600)
            let old = try #require(minted.json?["restrictedDataToken"]?.string)
            #expect(old.hasPrefix("Atz.sprdt|"))
            client.timekeeper.advance(by: .seconds(3600))
            let expired = try await client.call("/mfn/v0/shipments/1", token: old)
            #expect(expired.details == "The access token you provided has expired.")
            let new = try await client.restrictedToken("GET", Self.shipment, token: client.token())
            client.state.revoke("seller-1")
            let revoked = try await client.call("/mfn/v0/shipments/1", token: new)
            #expect(revoked.details == "The access token you provided is revoked, malformed or invalid.")
        }
    }

    @Test func `orders of v0 hold the personal data that was asked for, and without a token none`() async throws {
        try await withSandbox(.unhurried) { client in
            let token = try await client.token()
            let id = try await Self.orderId(client, token)
            func order(_ elements: [String]?) async throws -> JSONValue {
                let used =
                    if let elements {
                        try await client.restrictedToken("GET", Self.order, elements, token: token)
                    } else { token }
                return try #require(try await client.call("/orders/v0/orders/\(id)", token: used).json?["payload"])
            }
            let plain = try await order(nil)
            #expect(plain["BuyerInfo"] == nil && plain["ShippingAddress"] == nil)
            let buyer = try await order(["buyerInfo"])
            #expect(buyer["BuyerInfo"]?["BuyerEmail"] != nil && buyer["BuyerInfo"]?["BuyerTaxInfo"] == nil)
            #expect(buyer["ShippingAddress"] == nil)
            let address = try await order(["shippingAddress", "buyerTaxInformation"])
            #expect(address["ShippingAddress"]?["CountryCode"]?.string != nil)
            #expect(address["BuyerInfo"]?["BuyerTaxInfo"] != nil && address["BuyerInfo"]?["BuyerEmail"] == nil)
            let items = "/orders/v0/orders/{orderId}/orderItems"
            let itemToken = try await client.restrictedToken("GET", items, ["buyerInfo"], token: token)
            let item = try await client.call("/orders/v0/orders/\(id)/orderItems", token: itemToken).json?
                .items("payload.OrderItems")?.first
            #expect(item?["BuyerInfo"] != nil)
            let list = try await client.restrictedToken("GET", "/orders/v0/orders", ["buyerInfo"], token: token)
            let query = "/orders/v0/orders?MarketplaceIds=ATVPDKIKX0DER&CreatedAfter=2025-12-01T00:00:00Z"
            let orders = try await client.call(query, token: list).json?.items("payload.Orders") ?? []
            #expect(!orders.isEmpty && orders.allSatisfy { $0["BuyerInfo"]?["BuyerName"] != nil })
            #expect(client.state.ledger.complaintCount == 0)
        }
    }

    @Test func `a report's document needs a token for its own path`() async throws {
        try await withSandbox(.unhurried) { client in
            let token = try await client.token()
            let generic = try await client.mint("GET", Self.documents + "{reportDocumentId}", token: token)
            #expect(generic.status == 400)
            let one = try await client.restrictedToken("GET", Self.documents + "one", token: token)
            let right = try await client.call(Self.documents + "one", token: one)
            let wrong = try await client.call(Self.documents + "two", token: one)
            #expect(right.status == 200 && wrong.status == 403)
        }
    }

    @Test(arguments: [
        "{}", #"{"restrictedResources":[]}"#, #"{"restrictedResources":[{"method":"GET"}]}"#,
        #"{"restrictedResources":[{"method":"GET","path":"/sellers/v1/marketplaceParticipations"}]}"#,
        #"{"restrictedResources":[{"method":"GET","path":"/nowhere"}]}"#,
        #"{"restrictedResources":[{"method":"POST","path":"/mfn/v0/shipments/1"}]}"#,
        #"{"restrictedResources":[{"method":"GET","path":"/orders/v0/orders"}]}"#,
        #"{"restrictedResources":[{"method":"GET","path":"/orders/v0/orders","dataElements":["names"]}]}"#,
        #"{"restrictedResources":[{"method":"GET","path":"/mfn/v0/shipments/1","dataElements":["buyerInfo"]}]}"#,
    ])
    func `what cannot be asked for is refused`(body: String) async throws {
        try await withSandbox { client in
            let answer = try await client.call(
                "POST", "/tokens/2021-03-01/restrictedDataToken", token: client.token(), body: body)
            #expect(answer.status == 400)
            #expect(client.state.ledger.complaintCount == 1 && client.state.ledger.mintCount == 0)
        }
    }

    @Test func `a missing role refuses the elements, of all sellers of an application or of one`() async throws {
        var world = World.unhurried
        world.applications[0].deniedDataElements = ["buyerInfo"]
        world.sellers[0].deniedDataElements = ["shippingAddress", "merchantFulfillment.getShipment"]
        try await withSandbox(world) { client in
            let (one, four) = (try await client.token(), try await client.token(seller: 4))
            let both = try await client.mint("GET", Self.order, ["shippingAddress", "buyerInfo"], token: one)
            #expect(both.status == 400 && both.details == "invalid_client")
            #expect(both.message?.hasSuffix("[buyerInfo, shippingAddress]") == true)
            let answers = [
                try await client.mint("GET", Self.order, ["buyerInfo"], token: four),
                try await client.mint("GET", Self.order, ["shippingAddress"], token: four),
                try await client.mint("GET", Self.shipment, token: one),
                try await client.mint("GET", Self.shipment, token: four),
            ]
            #expect(answers.map(\.status) == [400, 200, 400, 200])
            #expect(client.state.ledger.complaintCount == 0, "the calls themselves are in order")
        }
    }
}
