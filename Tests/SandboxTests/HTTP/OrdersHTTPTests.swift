import JobStoreTesting
import OperationCatalogue
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(5))) struct OrdersHTTPTests {
    private static func encoded(_ token: String) -> String {
        token.replacing("+", with: "%2B").replacing("/", with: "%2F").replacing("=", with: "%3D")
    }

    private static func ids(_ orders: JSONValue?, _ key: String) -> [String] {
        guard case .array(let orders)? = orders else { return [] }
        return orders.compactMap { $0[key]?.string }
    }

    @Test func `all orders of v0 come page by page, each once`() async throws {
        try await withSandbox(.standard(sellers: 2, orders: 250)) { client in
            let token = try await client.token()
            let query = "/orders/v0/orders?MarketplaceIds=ATVPDKIKX0DER,A2EUQ1WTGCTBG2"
            var path = query + "&CreatedAfter=2025-12-01T00:00:00Z"
            var pages: [[String]] = []
            while pages.count < 10 {
                let payload = try await client.call(path, token: token).json?["payload"]
                pages.append(Self.ids(payload?["Orders"], "AmazonOrderId"))
                guard let next = payload?["NextToken"]?.string else { break }
                path = query + "&NextToken=" + Self.encoded(next)
            }
            #expect(pages.map(\.count) == [100, 100, 50])
            #expect(Set(pages.joined()).count == 250)
        }
    }

    @Test func `a search is filtered by time, status and marketplace`() async throws {
        try await withSandbox(.standard(sellers: 1, orders: 300)) { client in
            let token = try await client.token()
            let all = try await client.call(
                "/orders/2026-01-01/orders?createdAfter=2025-12-01T00:00:00Z&maxResultsPerPage=20", token: token)
            #expect(Self.ids(all.json?["orders"], "orderId").count == 20)
            let narrow = try await client.call(
                "/orders/2026-01-01/orders?lastUpdatedAfter=2025-12-10T00:00:00Z&lastUpdatedBefore=2025-12-12T00:00:00Z"
                    + "&marketplaceIds=ATVPDKIKX0DER&fulfillmentStatuses=SHIPPED&includedData=FULFILLMENT", token: token
            )
            guard case .array(let orders)? = narrow.json?["orders"] else {
                Issue.record("no orders: \(narrow.text)")
                return
            }
            #expect(!orders.isEmpty)
            for order in orders {
                let updated = try #require(order["lastUpdatedTime"]?.string)
                #expect(updated >= "2025-12-10" && updated <= "2025-12-12T00:00:00.000Z")
                #expect(order["salesChannel"]?["marketplaceId"]?.string == "ATVPDKIKX0DER")
                #expect(order["fulfillment"]?["fulfillmentStatus"]?.string == "SHIPPED")
            }
        }
    }

    @Test func `a search token goes alone or with the same parameters, and only intact`() async throws {
        try await withSandbox(.standard(sellers: 4, orders: 150)) { client in
            let token = try await client.token()
            let path = "/orders/2026-01-01/orders?"
            let filter = "createdAfter=2025-12-01T00:00:00Z"
            let first = try await client.call(path + filter, token: token)
            let next = try #require(first.json?["pagination"]?["nextToken"]?.string)
            client.timekeeper.advance(by: .seconds(60))
            let alone = try await client.call(path + "paginationToken=" + Self.encoded(next), token: token)
            let repeated = try await client.call(path + filter + "&paginationToken=" + Self.encoded(next), token: token)
            #expect(Self.ids(alone.json?["orders"], "orderId").count == 50)
            #expect(alone.text == repeated.text)
            let changed = try await client.call(
                path + "createdAfter=2025-12-02T00:00:00Z&paginationToken=" + Self.encoded(next), token: token)
            let raw = try await client.call(path + "paginationToken=" + next, token: token)
            let foreign = try await client.call(
                path + "paginationToken=" + Self.encoded(next), token: client.token(seller: 4))
            for refused in [changed, raw, foreign] {
                #expect(refused.status == 400)
                #expect(refused.message == nil)
            }
            client.timekeeper.advance(by: .seconds(86_400))
            let late = try await client.call(path + "paginationToken=" + Self.encoded(next), token: client.token())
            #expect(late.status == 400)
        }
    }

    @Test func `an order is found by its id, by its own seller only`() async throws {
        try await withSandbox(.standard(sellers: 4, orders: 3)) { client in
            let token = try await client.token()
            let list = try await client.call(
                "/orders/2026-01-01/orders?createdAfter=2025-12-01T00:00:00Z", token: token)
            let ids = Self.ids(list.json?["orders"], "orderId")
            let id = try #require(ids.first)
            let v0 = try await client.call("/orders/v0/orders/\(id)", token: token)
            #expect(v0.json?["payload"]?["AmazonOrderId"]?.string == id)
            let items = try await client.call("/orders/v0/orders/\(id)/orderItems", token: token)
            #expect(items.json?["payload"]?["OrderItems"] != nil)
            let v2026 = try await client.call("/orders/2026-01-01/orders/\(id)", token: token)
            #expect(v2026.json?["order"]?["orderId"]?.string == id)
            let other = try await client.call("/orders/v0/orders/\(id)", token: client.token(seller: 4))
            #expect(other.status == 404)
            #expect(other.header("x-amzn-RateLimit-Limit") == "0.5")
        }
    }
}
