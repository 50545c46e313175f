import OperationCatalogue
import Testing

@testable import SellingPartner

@Suite("Calls for pages")
struct PagedCallTests {
    private func query(
        _ name: String, _ parameters: [String: JSONValue], at position: PagePosition
    ) throws -> Set<String> {
        let operation = try OperationCatalogue.builtIn.operation(named: name)
        let pagination = try #require(operation.pagination)
        let listing = PagedCall(operation: operation, pagination: pagination, parameters: parameters, body: nil)
        let query = try listing.request(for: position).prepared().query
        return Set(query.split(separator: "&").map(String.init))
    }

    @Test("The other parameters are repeated with a token, which is encoded once")
    func repeated() throws {
        #expect(
            try query(
                "orders.searchOrders", ["createdAfter": "2026-01-01T00:00:00Z", "PaginationToken": "old"],
                at: .token("a+b/c="))
                == ["createdAfter=2026-01-01T00%3A00%3A00Z", "paginationToken=a%2Bb%2Fc%3D"])
    }

    @Test("Reports take the token alone")
    func alone() throws {
        #expect(try query("reports.getReports", ["pageSize": 10], at: .token("t")) == ["nextToken=t"])
    }

    @Test("Where a parameter says that the token counts, it says so from the second page on")
    func mode() throws {
        let parameters: [String: JSONValue] = ["querytype": "SHIPMENT", "MarketplaceId": "A1PA6795UKMFR9"]
        let name = "fulfillmentInbound.getShipments@v0"
        #expect(try query(name, parameters, at: .first) == ["QueryType=SHIPMENT", "MarketplaceId=A1PA6795UKMFR9"])
        #expect(
            try query(name, parameters, at: .token("t"))
                == ["QueryType=NEXT_TOKEN", "MarketplaceId=A1PA6795UKMFR9", "NextToken=t"])
    }
}
