import JobStoreTesting
import OperationCatalogue
import Sandbox
import Testing

@Suite(.timeLimit(.minutes(5))) struct GenericPagesHTTPTests {
    @Test func `every operation that is paged by token gives out its items page by page, each once`() async throws {
        let others = OperationCatalogue.builtIn.all.filter { operation in
            guard let paging = operation.pagination, paging.style == .token, paging.itemsField != nil else {
                return false
            }
            // These have a family of their own.
            return operation.family != "orders" || operation.id == "getOrderItemsBuyerInfo"
        }
        #expect(others.count == 66)
        try await withSandbox(.unhurried) { client in
            let token = try await client.token()
            for operation in others {
                let field = try #require(operation.pagination?.itemsField)
                let pages = try await client.pages(of: operation, token: token).map {
                    $0.items(field)
                }
                let counts = operation.pagination?.emptyPagesPossible == true ? [10, 0, 10, 5] : [10, 10, 5]
                #expect(pages.map { $0?.count } == counts, "\(operation.name)")
                let items = pages.compactMap(\.self).joined()
                #expect(items.map { $0.number("number") } == Array(1...25), "\(operation.name)")
                #expect(Set(items.compactMap { $0["id"]?.string }).count == 25, "\(operation.name)")
            }
            #expect(client.state.ledger.complaintCount == 0)
        }
    }

    @Test func `where an answer has no single list, pages are numbered`() async throws {
        try await withSandbox(.unhurried) { client in
            let token = try await client.token()
            for id in ["listFinancialEvents", "listFinancialEventsByGroupId", "listFinancialEventsByOrderId"] {
                let operation = try OperationCatalogue.builtIn.operation(named: "finances.\(id)@v0")
                let pages = try await client.pages(of: operation, token: token)
                #expect(pages.map { $0.number("payload.page.number") } == [1, 2, 3])
            }
        }
    }

    @Test func `the world says how many items there are and whether a page may be empty`() async throws {
        var world = World.unhurried
        world.emptyPages = false
        world.pagedItems = 11
        world.sellers[3].pagedItems = 0
        try await withSandbox(world) { client in
            let operation = try OperationCatalogue.builtIn.operation(named: "awd.listInventory")
            let some = try await client.pages(of: operation, token: client.token())
            #expect(some.map { $0.items("inventory")?.count } == [10, 1])
            let none = try await client.pages(of: operation, token: client.token(seller: 4))
            #expect(none.map { $0.items("inventory")?.count } == [0])
        }
    }

    @Test func `items are the seller's own and stay the same`() async throws {
        try await withSandbox(.unhurried) { client in
            let operation = try OperationCatalogue.builtIn.operation(named: "awd.listInventory")
            let once = try await client.pages(of: operation, token: client.token())
            client.timekeeper.advance(by: .seconds(60))
            let again = try await client.pages(of: operation, token: client.token())
            let other = try await client.pages(of: operation, token: client.token(seller: 4))
            #expect(once.first?.items("inventory") == again.first?.items("inventory"))
            #expect(once.first?.items("inventory") != other.first?.items("inventory"))
        }
    }

    @Test(arguments: ["/replenishment/2022-11-07/offers/search", "/replenishment/2022-11-07/offers/metrics/search"])
    func `offers come in the slice that the body names`(path: String) async throws {
        try await withSandbox(.unhurried) { client in
            let token = try await client.token()
            func ask(_ pagination: String) async throws -> SandboxClient.Answer {
                try await client.call("POST", path, token: token, body: #"{"pagination":\#(pagination)}"#)
            }
            for (offset, count) in [(0, 10), (20, 5), (25, 0), (9000, 0)] {
                let answer = try await ask(#"{"limit":10,"offset":\#(offset)}"#)
                let items = try #require(answer.json?.items("offers"))
                #expect(items.map { $0.number("number") } == (0..<count).map { offset + $0 + 1 })
                #expect(answer.json?.number("pagination.totalResults") == 25)
            }
            let wrong = [
                "{}", #"{"limit":10}"#, #"{"offset":0}"#, #"{"limit":0,"offset":0}"#, #"{"limit":10,"offset":-1}"#,
                #"{"limit":501,"offset":0}"#, #"{"limit":"10","offset":0}"#, "7",
            ]
            for pagination in wrong {
                let answer = try await ask(pagination)
                #expect(answer.status == 400, "\(pagination)")
            }
            let bare = try await client.call("POST", path, token: token)
            #expect(bare.status == 400)
        }
    }
}
