import OperationCatalogue
import Testing

@testable import SellingPartner

@Suite("What a restricted data token opens")
struct RestrictedResourceTests {
    @Test("One token serves every thing of an operation, for its path goes with names in braces")
    func generic() throws {
        let one = try #require(RestrictedResource(Fixtures.shipmentCall("1")))
        #expect(one.method == "GET" && one.path == "/mfn/v0/shipments/{shipmentId}" && !one.isSpecific)
        #expect(try RestrictedResource(Fixtures.shipmentCall("2")) == one)
    }

    @Test("A report's document needs a token of its own")
    func specific() throws {
        func resource(_ id: String) throws -> RestrictedResource {
            try #require(
                RestrictedResource(Fixtures.prepared("reports.getReportDocument", ["reportDocumentId": .string(id)])))
        }
        let one = try resource("amzn1.spdoc.1")
        #expect(one.path == "/reports/2021-06-30/documents/amzn1.spdoc.1" && one.isSpecific)
        #expect(try resource("amzn1.spdoc.2") != one)
    }

    @Test("Operations with data elements need a token for the elements that were asked for, in whatever order")
    func dataElements() throws {
        let call = try Fixtures.prepared("orders.getOrder@v0", ["orderId": "1"])
        #expect(RestrictedResource(call) == nil)
        #expect(RestrictedResource(call, dataElements: ["nonsense"]) == nil)
        let one = try #require(RestrictedResource(call, dataElements: ["shippingAddress", "buyerInfo"]))
        #expect(one.path == "/orders/v0/orders/{orderId}" && one.dataElements == ["buyerInfo", "shippingAddress"])
        #expect(RestrictedResource(call, dataElements: ["buyerInfo", "shippingAddress"]) == one)
        #expect(RestrictedResource(call, dataElements: ["buyerInfo"]) != one)
        let items = try Fixtures.prepared("orders.getOrderItems", ["orderId": "1"])
        #expect(
            RestrictedResource(items, dataElements: ["buyerInfo", "shippingAddress"])?.dataElements == ["buyerInfo"])
    }

    @Test("Unrestricted operations need none, the present Orders API among them")
    func unrestricted() throws {
        let call = try Fixtures.prepared("orders.getOrder@2026-01-01", ["orderId": "1"])
        #expect(RestrictedResource(call, dataElements: ["buyerInfo"]) == nil)
    }

    @Test("Amazon is asked in its own words")
    func body() throws {
        let call = try Fixtures.prepared("orders.getOrder@v0", ["orderId": "1"])
        let resource = try #require(RestrictedResource(call, dataElements: ["buyerInfo"]))
        #expect(
            String(decoding: resource.requestBody, as: UTF8.self)
                == #"{"restrictedResources":[{"dataElements":["buyerInfo"],"method":"GET","#
                + #""path":"/orders/v0/orders/{orderId}"}]}"#)
        let shipment = try #require(RestrictedResource(Fixtures.shipmentCall()))
        #expect(!String(decoding: shipment.requestBody, as: UTF8.self).contains("dataElements"))
    }

    @Test("Keys differ by authorization and by resource, and know whose they are")
    func keys() throws {
        let call = try Fixtures.prepared("orders.getOrder@v0", ["orderId": "1"])
        let elements = [["buyerInfo"], ["shippingAddress"], ["buyerInfo", "shippingAddress"]]
        let resources = elements.compactMap { RestrictedResource(call, dataElements: $0) }
        let owners = [Fixtures.key(), Fixtures.key(fingerprint: "f2")]
        let keys = owners.flatMap { owner in resources.map { TokenKey(restricting: owner, to: $0) } }
        #expect(Set(keys + owners).count == 8)
        #expect(keys.map(\.owner) == [owners[0], owners[0], owners[0], owners[1], owners[1], owners[1]])
        #expect(owners.allSatisfy { $0.owner == nil })
    }
}
