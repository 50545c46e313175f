import JobStoreTesting
import OperationCatalogue
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(5))) struct PageTokensHTTPTests {
    @Test func `where the other parameters are repeated, they must be those of the first page`() async throws {
        try await withSandbox(.unhurried) { client in
            let token = try await client.token()
            let path = "/awd/2024-05-09/inventory?"
            let first = try await client.call(path + "sku=a&maxResults=4", token: token)
            #expect(first.json?.items("inventory")?.count == 4)
            let next = try "nextToken=" + #require(first.json?["nextToken"]?.string).inQuery
            let repeated = try await client.call(path + "maxResults=4&sku=a&" + next, token: token)
            #expect(repeated.status == 200)
            for query in [
                "", "sku=a&", "sku=b&maxResults=4&", "sku=a&maxResults=5&", "sku=a&maxResults=4&details=SHOW&",
            ] {
                let refused = try await client.call(path + query + next, token: token)
                #expect(refused.status == 400, "\(query)")
                #expect(refused.message == nil)
            }
        }
    }

    @Test func `where the token goes alone, nothing may stand beside it`() async throws {
        try await withSandbox(.unhurried) { client in
            let token = try await client.token()
            let path = "/reports/2021-06-30/reports?"
            let first = try await client.call(path + "pageSize=20", token: token)
            let next = try "nextToken=" + #require(first.json?["nextToken"]?.string).inQuery
            let refused = try await client.call(path + "pageSize=20&" + next, token: token)
            #expect(refused.status == 400)
            let alone = try await client.call(path + next, token: token)
            #expect(alone.json?.items("reports")?.count == 5)
            #expect(alone.json?["nextToken"] == nil)
        }
    }

    @Test func `where Amazon does not say, what is repeated must not have changed`() async throws {
        try await withSandbox(.unhurried) { client in
            let token = try await client.token()
            let path = "/inbound/fba/2024-03-20/inboundPlans?"
            let first = try await client.call(path + "pageSize=5&sortOrder=ASC", token: token)
            let next =
                try "paginationToken="
                + #require(first.json?["pagination"]?["nextToken"]?.string).inQuery
            for query in ["", "pageSize=5&", "sortOrder=ASC&pageSize=5&"] {
                let answer = try await client.call(path + query + next, token: token)
                #expect(answer.json?.items("inboundPlans")?.count == 5, "\(query)")
            }
            let changed = try await client.call(path + "pageSize=6&" + next, token: token)
            #expect(changed.status == 400)
        }
    }

    @Test func `a token is good for its seller, operation and path, intact and for its time`() async throws {
        try await withSandbox(.unhurried) { client in
            let token = try await client.token()
            let plans = "/inbound/fba/2024-03-20/inboundPlans/"
            let boxes = try await client.call(plans + "a/boxes", token: token)
            let next = try #require(boxes.json?["pagination"]?["nextToken"]?.string)
            let query = "?paginationToken=" + next.inQuery
            let right = try await client.call(plans + "a/boxes" + query, token: token)
            #expect(right.status == 200)
            let refused = [
                try await client.call(plans + "b/boxes" + query, token: token),
                try await client.call(plans + "a/items" + query, token: token),
                try await client.call(plans + "a/boxes" + query, token: client.token(seller: 4)),
                try await client.call(plans + "a/boxes?paginationToken=" + next, token: token),
                try await client.call(plans + "a/boxes?paginationToken=", token: token),
            ]
            #expect(refused.map(\.status) == [400, 400, 400, 400, 400])
            #expect(refused.allSatisfy { $0.message == nil })

            let inventory =
                "/fba/inventory/v1/summaries?granularityType=Marketplace&granularityId=ATVPDKIKX0DER"
                + "&marketplaceIds=ATVPDKIKX0DER"
            let first = try await client.call(inventory, token: token)
            let brief = try #require(first.json?["pagination"]?["nextToken"]?.string)
            client.timekeeper.advance(by: .seconds(30))
            let intime = try await client.call(inventory + "&nextToken=" + brief.inQuery, token: token)
            #expect(intime.json?.items("payload.inventorySummaries")?.count == 10)
            client.timekeeper.advance(by: .seconds(1))
            let late = try await client.call(inventory + "&nextToken=" + brief.inQuery, token: token)
            #expect(late.status == 400)
        }
    }
}
